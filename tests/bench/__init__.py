"""What the site costs beside bare Django: `make bench` measures and writes docs/performance.md."""
