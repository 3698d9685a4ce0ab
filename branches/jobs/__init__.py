"""后台任务: what takes longer than a page may, done by a worker, with progress, cancelling and a result."""
