"""The register of units and branches: who writes it, its file in and out, its pages (方案 一、二)."""
