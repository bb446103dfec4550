"""Opcodes that say: this message calls a contract, the TON in it is gas and pays nobody.

Sources: TEP-62 (NFT), TEP-74 and TEP-89 (jettons) of https://github.com/ton-blockchain/TEPs; wallets v4, v5 and
highload v3 of https://github.com/ton-blockchain; elector of https://github.com/ton-blockchain/ton; Cocoon's contracts.
"""

from typing import Final

JETTON: Final = frozenset(
    {
        0x0F8A7EA5,  # transfer
        0x178D4519,  # internal_transfer
        0x7362D09C,  # transfer_notification
        0x595F07BC,  # burn
        0x7BDD97DE,  # burn_notification
        0x2C76B973,  # provide_wallet_address
        0xD1735400,  # take_wallet_address
    }
)

NFT: Final = frozenset(
    {
        0x5FCC3D14,  # transfer
        0x05138D91,  # ownership_assigned
        0x2FCB26A2,  # get_static_data
        0x8B771735,  # report_static_data
    }
)

SERVICE: Final = frozenset(
    {
        0xD53276DB,  # excesses, of jettons and NFTs
        0xAE42E5A4,  # highload wallet v3: its own list of messages
        0x706C7567,  # wallet v4: a plugin asks for money ("plug")
        0xF06C7567,  # its answer
        0x64737472,  # a plugin ends ("dstr")
        0x73696E74,  # wallet v5: signed, brought by a message ("sint")
        0x6578746E,  # wallet v5: from an extension ("extn")
        0x4E73744B,  # elector: new stake
        0x47657424,  # elector: recover stake
        0x4EB1F0F9,  # DNS: change a record
        0xA040AD28,  # Cocoon: ask for a worker's payout
        0xF5F26A36,  # Cocoon: the same, and close
        0x26ED7F65,  # Cocoon: register a worker
        0x4D725D2C,  # Cocoon: worker to proxy
        0x7610E6EB,  # Cocoon: ask for the proxy's own share
        0x9C69F376,  # Cocoon: owner tells a Cocoon wallet to send
        0x2565934C,  # Cocoon: excesses
    }
)
