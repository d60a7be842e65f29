"""Santander (033): "Layout de cobrança – CNAB 240" (H7815). In P, agency and account leave FEBRABAN's places."""

from meuplano.brazil.cnab import febraban
from meuplano.brazil.cnab.layout import Field, Kind, amended, const
from meuplano.brazil.cnab.profile import Profile

N, K, X = Kind.NUMBER, Kind.CODE, Kind.TEXT

PROFILE = Profile(
    bank="033",
    name="BANCO SANTANDER",
    source="Santander, H7815, cobrança CNAB 240 padrão Santander Multibanco",
    file_header=amended(
        febraban.FILE_HEADER,
        const("cnab_1", 9, 16),
        Field("empresa_tipo", 17, 17, N),
        Field("empresa_inscricao", 18, 32, K),
        Field("transmissao", 33, 47, N),
        const("transmissao_brancos", 48, 72),
        const("gerado_as", 152, 157),
        const("versao_arquivo", 164, 166, N, "040"),
        const("densidade", 167, 171),
    ),
    batch_header=amended(
        febraban.BATCH_HEADER,
        const("versao_lote", 14, 16, N, "030"),
        const("convenio", 34, 53),
        Field("transmissao", 54, 68, N),
        const("transmissao_brancos", 69, 73),
        const("cnab_3", 200, 240),
    ),
    segment_p=amended(
        febraban.SEGMENT_P,
        Field("agencia", 18, 21, N),
        Field("agencia_dv", 22, 22, X),
        Field("conta", 23, 31, N),
        Field("conta_dv", 32, 32, X),
        Field("conta_cobranca", 33, 41, N),
        Field("conta_cobranca_dv", 42, 42, X),
        const("cnab_2", 43, 44),
        Field("nosso_numero", 45, 56, N),
        Field("nosso_numero_dv", 57, 57, N),
        Field("carteira", 58, 58, N, "5"),  # 5 = rápida com registro; 1 = simples
        Field("tipo_documento", 60, 60, X, "2"),
        Field("emissao", 61, 61, X, ""),
        Field("distribuicao", 62, 62, X, ""),
        Field("protesto_codigo", 221, 221, N, "0"),
        const("baixa_zero", 225, 225, N, "0"),
        Field("baixa_dias", 226, 227, N),
        Field("moeda", 228, 229, N, "00"),  # 00 = real
        const("santander_brancos", 230, 240),
    ),
    segment_q=amended(febraban.SEGMENT_Q, Field("carne", 210, 221, N, "0"), const("cnab_2", 222, 240)),
    segment_r=amended(
        febraban.SEGMENT_R,
        const("santander_brancos_1", 42, 65),  # no third discount
        const("santander_brancos_2", 180, 240),
    ),
    batch_trailer=amended(febraban.BATCH_TRAILER, const("santander_brancos", 24, 240)),
    file_trailer=amended(febraban.FILE_TRAILER, const("santander_brancos", 30, 240)),
    optional={"Y-03": febraban.SEGMENT_Y03, "Y-53": febraban.SEGMENT_Y53},
)
