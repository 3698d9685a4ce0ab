"""From the PC to a telephone and back: a QR code for one criterion; what comes waits until it is taken (D31)."""
