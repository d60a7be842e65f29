"""Itaú (341): "Cobrança – CNAB 240". Interest is an amount a day; a change carries only what changes."""

from meuplano.brazil.cnab import febraban
from meuplano.brazil.cnab.layout import Field, Kind, amended, const
from meuplano.brazil.cnab.profile import CHANGE_AMOUNT, Profile, without

N, A, X = Kind.NUMBER, Kind.NAME, Kind.TEXT


def _account(start: int) -> tuple[Field, ...]:
    """Twenty positions: zero, agency(4), blank, zeros(7), account(5), blank, its digit."""
    return (
        const("itau_zero", start, start, N, "0"),
        Field("agencia", start + 1, start + 4, N),
        const("itau_branco_1", start + 5, start + 5),
        const("itau_zeros", start + 6, start + 12, N, "0"),
        Field("conta", start + 13, start + 17, N),
        const("itau_branco_2", start + 18, start + 18),
        Field("conta_dv", start + 19, start + 19, N),
    )


PROFILE = Profile(
    bank="341",
    name="BANCO ITAU SA",
    source="Itaú, cobrança CNAB 240, julho de 2021",
    file_header=amended(
        febraban.FILE_HEADER,
        const("convenio", 33, 52),
        *_account(53),
        const("versao_arquivo", 164, 166, N, "040"),
        const("reservado_banco", 172, 225),
        const("itau_zeros_2", 226, 228, N, "0"),
        const("cnab_3", 229, 240),
    ),
    batch_header=amended(
        febraban.BATCH_HEADER,
        const("cnab_1", 12, 13, N, "0"),
        const("versao_lote", 14, 16, N, "030"),
        const("convenio", 34, 53),
        *_account(54),
    ),
    segment_p=amended(
        febraban.SEGMENT_P,
        *_account(18),
        Field("carteira_codigo", 38, 40, N),
        Field("nosso_numero", 41, 48, N),
        Field("nosso_numero_dv", 49, 49, N),
        const("nosso_numero_brancos", 50, 57),
        const("itau_zeros_2", 58, 62, N, "0"),
        Field("seu_numero", 63, 72, X),
        const("seu_numero_brancos", 73, 77),
        Field("agencia_cobradora_dv", 106, 106, N, "0"),
        const("juros_codigo", 118, 118, N, "0"),
        Field("protesto_codigo", 221, 221, N, "0"),
        const("baixa_codigo", 224, 224, N, "0"),
        const("baixa_dias", 225, 226, N, "0"),
        const("itau_zeros_3", 227, 239, N, "0"),
    ),
    segment_q=amended(
        febraban.SEGMENT_Q,
        Field("pagador_nome", 34, 63, A),
        const("pagador_brancos", 64, 73),
        Field("avalista_nome", 170, 199, A, ""),
        const("avalista_brancos", 200, 209),
        const("cnab_2", 213, 240),
    ),
    movements=without(CHANGE_AMOUNT),  # 47 is "dispensar juros" here
    sparse_changes=True,
    daily_interest=True,
)
