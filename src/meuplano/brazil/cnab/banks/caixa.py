"""Caixa (104), SIGCB: manual 67.118. The beneficiary code has 6 digits, or 7 since the six ran out."""

from dataclasses import replace

from meuplano.brazil.cnab import febraban
from meuplano.brazil.cnab.layout import Field, Kind, amended, const
from meuplano.brazil.cnab.profile import Profile

N, X = Kind.NUMBER, Kind.TEXT

SIX = Profile(
    bank="104",
    name="CAIXA ECONOMICA FEDERAL",
    source="Caixa, manual de leiaute CNAB 240 67.118",
    file_header=amended(
        febraban.FILE_HEADER,
        const("convenio_zeros", 33, 52, N, "0"),
        Field("convenio", 59, 64, N),
        const("caixa_zeros", 65, 72, N, "0"),
        const("versao_arquivo", 164, 166, N, "050"),
        Field("ambiente", 192, 211, X),
        Field("versao_aplicativo", 212, 215, X, ""),
        const("cnab_3", 216, 240),
    ),
    batch_header=amended(
        febraban.BATCH_HEADER,
        const("cnab_1", 12, 13, N, "0"),
        const("versao_lote", 14, 16, N, "030"),
        Field("convenio", 34, 39, N),
        const("convenio_zeros", 40, 53, N, "0"),
        Field("convenio_da_conta", 60, 65, N),
        const("caixa_zeros", 66, 73, N, "0"),
    ),
    segment_p=amended(
        febraban.SEGMENT_P,
        Field("convenio", 24, 29, N),
        const("caixa_zeros", 30, 40, N, "0"),
        Field("modalidade", 41, 42, N),  # 14 = registrada, emitted by the beneficiary
        Field("nosso_numero", 43, 57, N),
        Field("tipo_documento", 60, 60, X, "2"),
        Field("distribuicao", 62, 62, X, "0"),
        Field("seu_numero", 63, 73, X),  # eleven characters; the next four are the bank's
        const("seu_numero_brancos", 74, 77),
    ),
    segment_r=amended(febraban.SEGMENT_R, const("caixa_brancos", 180, 240)),
    batch_trailer=amended(
        febraban.BATCH_TRAILER,
        const("caixa_brancos", 93, 240),
    ),
    file_trailer=amended(febraban.FILE_TRAILER, const("contas", 30, 35)),
    optional={"Y-03": febraban.SEGMENT_Y03, "Y-04": febraban.SEGMENT_Y04, "Y-53": febraban.SEGMENT_Y53},
)

# The seventh digit takes the first of the zeros that follow; the batch header's account part is then all zeros.
SEVEN = replace(
    SIX,
    file_header=amended(
        SIX.file_header,
        Field("convenio", 59, 65, N),
        const("caixa_zeros", 66, 72, N, "0"),
        const("versao_arquivo", 164, 166, N, "101"),
    ),
    batch_header=amended(
        SIX.batch_header,
        const("versao_lote", 14, 16, N, "060"),
        Field("convenio", 34, 40, N),
        const("convenio_zeros", 41, 53, N, "0"),
        const("convenio_da_conta", 60, 65, N, "0"),
    ),
    segment_p=amended(SIX.segment_p, Field("convenio", 24, 30, N), const("caixa_zeros", 31, 40, N, "0")),
)
