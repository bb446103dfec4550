"""When the tax year 2025 begins and ends in 24 places, worked out by hand from the zones' published rules."""

EDGES = [
    # (zone, first day, begins, ends) - calendar years
    ("UTC", "01-01", "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
    ("Pacific/Kiritimati", "01-01", "2024-12-31T10:00:00Z", "2025-12-31T10:00:00Z"),  # +14
    ("Pacific/Apia", "01-01", "2024-12-31T11:00:00Z", "2025-12-31T11:00:00Z"),  # +13
    ("Pacific/Chatham", "01-01", "2024-12-31T10:15:00Z", "2025-12-31T10:15:00Z"),  # +13:45 in summer
    ("Pacific/Auckland", "01-01", "2024-12-31T11:00:00Z", "2025-12-31T11:00:00Z"),  # +13 in summer
    ("Australia/Lord_Howe", "01-01", "2024-12-31T13:00:00Z", "2025-12-31T13:00:00Z"),  # half an hour of summer
    ("Australia/Adelaide", "01-01", "2024-12-31T13:30:00Z", "2025-12-31T13:30:00Z"),  # +10:30 in summer
    ("Asia/Kathmandu", "01-01", "2024-12-31T18:15:00Z", "2025-12-31T18:15:00Z"),  # +5:45
    ("Asia/Kolkata", "01-01", "2024-12-31T18:30:00Z", "2025-12-31T18:30:00Z"),
    ("Asia/Tehran", "01-01", "2024-12-31T20:30:00Z", "2025-12-31T20:30:00Z"),
    ("Europe/Berlin", "01-01", "2024-12-31T23:00:00Z", "2025-12-31T23:00:00Z"),
    ("America/St_Johns", "01-01", "2025-01-01T03:30:00Z", "2026-01-01T03:30:00Z"),
    ("America/Sao_Paulo", "01-01", "2025-01-01T03:00:00Z", "2026-01-01T03:00:00Z"),
    ("America/New_York", "01-01", "2025-01-01T05:00:00Z", "2026-01-01T05:00:00Z"),
    ("Pacific/Honolulu", "01-01", "2025-01-01T10:00:00Z", "2026-01-01T10:00:00Z"),
    ("Pacific/Pago_Pago", "01-01", "2025-01-01T11:00:00Z", "2026-01-01T11:00:00Z"),  # -11
    # tax years that begin while the clocks are on summer time, or change
    ("Europe/London", "04-06", "2025-04-05T23:00:00Z", "2026-04-05T23:00:00Z"),
    ("Australia/Sydney", "07-01", "2025-06-30T14:00:00Z", "2026-06-30T14:00:00Z"),
    ("Pacific/Auckland", "04-01", "2025-03-31T11:00:00Z", "2026-03-31T11:00:00Z"),
    # midnight is skipped on that day in 2025, not in 2026
    ("Asia/Beirut", "03-30", "2025-03-29T22:00:00Z", "2026-03-29T21:00:00Z"),
    ("America/Havana", "03-09", "2025-03-09T05:00:00Z", "2026-03-09T04:00:00Z"),
    ("Africa/Cairo", "04-25", "2025-04-24T22:00:00Z", "2026-04-24T21:00:00Z"),
    ("America/Santiago", "09-07", "2025-09-07T04:00:00Z", "2026-09-07T03:00:00Z"),
    # midnight comes twice on that day in 2025: the first one counts
    ("Atlantic/Azores", "10-26", "2025-10-26T00:00:00Z", "2026-10-26T01:00:00Z"),
]
