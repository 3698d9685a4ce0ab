"""典型带动: meetings, visits and reports that spread what good branches do (方案 五（三）, D49)."""
