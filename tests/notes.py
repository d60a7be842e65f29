"""Notas fiscais for tests: the XML of the national layout and a PDF, of Prancheta for Agência Aurora."""

KEY = f"355030822684105700010700000000004711{0:014}"
PDF = b"%PDF-1.7 nota"


def nfse(
    invoice: str,
    centavos: int,
    *,
    number: int = 4711,
    taker: str = "41738920000199",
    environment: int = 1,
    day: str = "2027-03-24",
) -> bytes:
    """The note that names this invoice in its description."""
    key = KEY.replace("4711", f"{number:04}")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<NFSe xmlns="http://www.sped.fazenda.gov.br/nfse" versao="1.01"><infNFSe Id="NFS{key}">
<xLocEmi>São Paulo</xLocEmi><nNFSe>{number}</nNFSe><ambGer>2</ambGer><cStat>100</cStat>
<dhProc>{day}T10:20:30-03:00</dhProc><emit><CNPJ>26841057000107</CNPJ><xNome>Prancheta Software Ltda</xNome></emit>
<valores><vLiq>{centavos / 100:.2f}</vLiq></valores><DPS versao="1.01"><infDPS Id="DPS1"><tpAmb>{environment}</tpAmb>
<dhEmi>{day}T10:20:00-03:00</dhEmi><toma><CNPJ>{taker}</CNPJ><xNome>Agência Aurora</xNome></toma>
<serv><cServ><xDescServ>Licença de uso de software. Fatura {invoice}</xDescServ></cServ></serv>
<valores><vServPrest><vServ>{centavos / 100:.2f}</vServ></vServPrest></valores></infDPS></DPS></infNFSe></NFSe>
""".encode()
