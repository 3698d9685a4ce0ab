"""What the site says of itself and documents of organs: contact, full names, 机关代字; with the history of each (D46)."""
