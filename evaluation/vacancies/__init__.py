"""空缺: where nobody in a post may act on what waits or will wait, so that nobody is a dead end (方案 四; D40)."""
