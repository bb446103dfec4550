"""How people come in: they prove a TON wallet, and get a session."""
