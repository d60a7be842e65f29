"""FEBRABAN's CNAB 240 for collection, layout V10.6: every record we write and read, in the manual's numbering.

The names are the manual's; the code in a comment is its domain description (C004, G038 …). A bank's own layout is this
one with its differences (`amended`), in `banks/`.
"""

from meuplano.brazil.cnab.layout import Field, Kind, const, exact

# One letter a kind keeps a record as narrow as in the manual: Number, code (K), Reais, Day, Time, teXt, nAme, Exact.
N, K, R, D = Kind.NUMBER, Kind.CODE, Kind.CENTS, Kind.DAY
T, X, A, E = Kind.TIME, Kind.TEXT, Kind.NAME, Kind.EXACT

FILE_HEADER = exact(  # registro 0
    Field("banco", 1, 3, N),
    const("lote", 4, 7, N, "0000"),
    const("registro", 8, 8, N, "0"),
    const("cnab_1", 9, 17),
    Field("empresa_tipo", 18, 18, N),  # G005: 1 = CPF, 2 = CNPJ
    Field("empresa_inscricao", 19, 32, K),
    Field("convenio", 33, 52, X),  # G007
    Field("agencia", 53, 57, N),
    Field("agencia_dv", 58, 58, X),
    Field("conta", 59, 70, N),
    Field("conta_dv", 71, 71, X),
    Field("agencia_conta_dv", 72, 72, X, ""),
    Field("empresa_nome", 73, 102, A),
    Field("banco_nome", 103, 132, A),
    const("cnab_2", 133, 142),
    const("remessa", 143, 143, N, "1"),  # G015: 1 = remessa, 2 = retorno
    Field("gerado_em", 144, 151, D),
    Field("gerado_as", 152, 157, T),
    Field("nsa", 158, 163, N),  # G018
    Field("versao_arquivo", 164, 166, N, "103"),  # G019
    Field("densidade", 167, 171, N, "0"),
    Field("reservado_banco", 172, 191, X, ""),
    Field("reservado_empresa", 192, 211, X, ""),
    const("cnab_3", 212, 240),
)

BATCH_HEADER = exact(  # registro 1
    Field("banco", 1, 3, N),
    Field("lote", 4, 7, N),
    const("registro", 8, 8, N, "1"),
    const("operacao", 9, 9, X, "R"),  # G028
    const("servico", 10, 11, N, "01"),  # G025: cobrança
    const("cnab_1", 12, 13),
    Field("versao_lote", 14, 16, N, "060"),
    const("cnab_2", 17, 17),
    Field("empresa_tipo", 18, 18, N),
    Field("empresa_inscricao", 19, 33, K),
    Field("convenio", 34, 53, X),
    Field("agencia", 54, 58, N),
    Field("agencia_dv", 59, 59, X),
    Field("conta", 60, 71, N),
    Field("conta_dv", 72, 72, X),
    Field("agencia_conta_dv", 73, 73, X, ""),
    Field("empresa_nome", 74, 103, A),
    Field("mensagem_1", 104, 143, A, ""),
    Field("mensagem_2", 144, 183, A, ""),
    Field("nsa", 184, 191, N),
    Field("gerado_em", 192, 199, D),
    Field("creditado_em", 200, 207, D, None),
    const("cnab_3", 208, 240),
)

_DETAIL = (
    Field("banco", 1, 3, N),
    Field("lote", 4, 7, N),
    const("registro", 8, 8, N, "3"),
    Field("sequencia", 9, 13, N),  # G038
)

SEGMENT_P = exact(
    *_DETAIL,
    const("segmento", 14, 14, X, "P"),
    const("cnab_1", 15, 15),
    Field("movimento", 16, 17, N),  # C004
    Field("agencia", 18, 22, N),
    Field("agencia_dv", 23, 23, X),
    Field("conta", 24, 35, N),
    Field("conta_dv", 36, 36, X),
    Field("agencia_conta_dv", 37, 37, X, ""),
    Field("nosso_numero", 38, 57, X),  # G069
    Field("carteira", 58, 58, N, "1"),  # C006: 1 = cobrança simples
    Field("cadastramento", 59, 59, N, "1"),  # C007: 1 = registrada
    Field("tipo_documento", 60, 60, X, "1"),  # C008
    Field("emissao", 61, 61, N, "2"),  # C009: 2 = o cliente emite
    Field("distribuicao", 62, 62, X, "2"),  # C010: 2 = o cliente distribui
    Field("seu_numero", 63, 77, X),  # C011
    Field("vencimento", 78, 85, D),  # C012
    Field("valor", 86, 100, R),
    Field("agencia_cobradora", 101, 105, N, "0"),
    Field("agencia_cobradora_dv", 106, 106, X, ""),
    Field("especie", 107, 108, N, "02"),  # C015: 02 = DM, 04 = DS
    Field("aceite", 109, 109, X, "N"),  # C016
    Field("emitido_em", 110, 117, D),
    Field("juros_codigo", 118, 118, N),  # C018: 1 = valor por dia, 2 = taxa mensal, 3 = isento
    Field("juros_em", 119, 126, D),  # C019: later than the due date
    Field("juros", 127, 141, R),
    Field("desconto_1_codigo", 142, 142, N, "0"),  # C021
    Field("desconto_1_em", 143, 150, D, None),
    Field("desconto_1", 151, 165, R, 0),
    Field("iof", 166, 180, R, 0),
    Field("abatimento", 181, 195, R, 0),
    Field("uso_empresa", 196, 220, X),  # G072: our title id
    Field("protesto_codigo", 221, 221, N, "3"),  # C026: 3 = não protestar
    Field("protesto_dias", 222, 223, N, "0"),
    Field("baixa_codigo", 224, 224, N),  # C028: 1 = baixar, 2 = não baixar
    Field("baixa_dias", 225, 227, N),
    Field("moeda", 228, 229, N, "09"),  # G065: 09 = real
    Field("contrato", 230, 239, N, "0"),
    const("uso_livre", 240, 240),
)

SEGMENT_Q = exact(
    *_DETAIL,
    const("segmento", 14, 14, X, "Q"),
    const("cnab_1", 15, 15),
    Field("movimento", 16, 17, N),
    Field("pagador_tipo", 18, 18, N),
    Field("pagador_inscricao", 19, 33, K),
    Field("pagador_nome", 34, 73, A),
    Field("pagador_endereco", 74, 113, A),
    Field("pagador_bairro", 114, 128, A, ""),
    Field("pagador_cep", 129, 136, N),
    Field("pagador_cidade", 137, 151, A),
    Field("pagador_uf", 152, 153, X),
    Field("avalista_tipo", 154, 154, N, "0"),
    Field("avalista_inscricao", 155, 169, K, ""),
    Field("avalista_nome", 170, 209, A, ""),
    Field("banco_correspondente", 210, 212, N, "0"),
    Field("nosso_numero_correspondente", 213, 232, X, ""),
    const("cnab_2", 233, 240),
)

SEGMENT_R = exact(
    *_DETAIL,
    const("segmento", 14, 14, X, "R"),
    const("cnab_1", 15, 15),
    Field("movimento", 16, 17, N),
    Field("desconto_2_codigo", 18, 18, N, "0"),
    Field("desconto_2_em", 19, 26, D, None),
    Field("desconto_2", 27, 41, R, 0),
    Field("desconto_3_codigo", 42, 42, N, "0"),
    Field("desconto_3_em", 43, 50, D, None),
    Field("desconto_3", 51, 65, R, 0),
    Field("multa_codigo", 66, 66, X),  # G073: 1 = valor, 2 = percentual
    Field("multa_em", 67, 74, D),
    Field("multa", 75, 89, R),
    Field("informacao_pagador", 90, 99, A, ""),
    Field("mensagem_3", 100, 139, A, ""),
    Field("mensagem_4", 140, 179, A, ""),
    const("cnab_2", 180, 199),
    Field("ocorrencia_pagador", 200, 207, N, "0"),
    Field("debito_banco", 208, 210, N, "0"),
    Field("debito_agencia", 211, 215, N, "0"),
    Field("debito_agencia_dv", 216, 216, X, ""),
    Field("debito_conta", 217, 228, N, "0"),
    Field("debito_conta_dv", 229, 229, X, ""),
    Field("debito_agencia_conta_dv", 230, 230, X, ""),
    Field("aviso_debito", 231, 231, N, "0"),
    const("cnab_3", 232, 240),
)

_OPTIONAL = (
    *_DETAIL,
    const("segmento", 14, 14, X, "Y"),
    const("cnab_1", 15, 15),
    Field("movimento", 16, 17, N),
)

SEGMENT_Y03 = exact(  # the Pix of a hybrid boleto
    *_OPTIONAL,
    const("registro_opcional", 18, 19, N, "03"),
    const("cnab_2", 20, 80),
    Field("pix_tipo_chave", 81, 81, N),  # 1 CPF, 2 CNPJ, 3 telefone, 4 e-mail, 5 aleatória
    Field("pix_chave", 82, 158, E),  # in a return: the address of the QR code
    Field("pix_txid", 159, 193, E, ""),
    const("cnab_3", 194, 240),
)

SEGMENT_Y04 = exact(  # e-mail of the payer
    *_OPTIONAL,
    const("registro_opcional", 18, 19, N, "04"),
    Field("email", 20, 69, E),
    const("cnab_2", 70, 240),
)

SEGMENT_Y53 = exact(  # which payments other than the nominal amount the bank may take
    *_OPTIONAL,
    const("registro_opcional", 18, 19, N, "53"),
    Field("tipo_pagamento", 20, 21, N),  # 01 any amount, 02 between minimum and maximum, 03 only the nominal amount
    Field("quantidade_pagamentos", 22, 23, N, "01"),
    Field("maximo_tipo", 24, 24, N, "2"),  # 1 = percentual, 2 = valor
    Field("maximo", 25, 39, R, 0),
    Field("minimo_tipo", 40, 40, N, "2"),
    Field("minimo", 41, 55, R, 0),
    const("cnab_2", 56, 240),
)

BATCH_TRAILER = exact(  # registro 5
    Field("banco", 1, 3, N),
    Field("lote", 4, 7, N),
    const("registro", 8, 8, N, "5"),
    const("cnab_1", 9, 17),
    Field("registros_lote", 18, 23, N),
    Field("titulos", 24, 29, N),
    Field("total", 30, 46, R),
    Field("vinculada_titulos", 47, 52, N, "0"),
    Field("vinculada_total", 53, 69, R, 0),
    Field("caucionada_titulos", 70, 75, N, "0"),
    Field("caucionada_total", 76, 92, R, 0),
    Field("descontada_titulos", 93, 98, N, "0"),
    Field("descontada_total", 99, 115, R, 0),
    Field("aviso", 116, 123, X, ""),
    const("cnab_2", 124, 240),
)

FILE_TRAILER = exact(  # registro 9
    Field("banco", 1, 3, N),
    const("lote", 4, 7, N, "9999"),
    const("registro", 8, 8, N, "9"),
    const("cnab_1", 9, 17),
    Field("lotes", 18, 23, N),
    Field("registros", 24, 29, N),
    Field("contas", 30, 35, N, "0"),
    const("cnab_2", 36, 240),
)

# The return: only what we read, in the order of `ReturnedTitle`.
SEGMENT_T = (
    Field("movimento", 16, 17),  # C044
    Field("agencia", 18, 23),
    Field("conta", 24, 36),
    Field("nosso_numero", 38, 57),
    Field("carteira", 58, 58),
    Field("seu_numero", 59, 73),
    Field("vencimento", 74, 81, D),
    Field("valor", 82, 96, R),
    Field("banco_recebedor", 97, 99),
    Field("agencia_recebedora", 100, 105),
    Field("uso_empresa", 106, 130),
    Field("pagador_inscricao", 134, 148),
    Field("pagador_nome", 149, 188),
    Field("tarifa", 199, 213, R),
    Field("motivos", 214, 223),  # C047
)

SEGMENT_U = (
    Field("juros", 18, 32, R),  # interest and fine together
    Field("desconto", 33, 47, R),
    Field("abatimento", 48, 62, R),
    Field("iof", 63, 77, R),
    Field("pago", 78, 92, R),
    Field("liquido", 93, 107, R),
    Field("despesas", 108, 122, R),
    Field("creditos", 123, 137, R),
    Field("ocorrido_em", 138, 145, D),
    Field("creditado_em", 146, 153, D),
)
