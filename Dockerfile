# One image for the web server, the worker and the clock; what a container does is its command (docker-compose.yml).
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data \
    FONTS_DIR=/usr/local/share/fonts/sizhiqiang
WORKDIR /srv/sizhiqiang

COPY scripts/packages.sh scripts/fonts.sh scripts/
# pg_dump and pg_restore belong to the version of the server in docker-compose.yml.
RUN scripts/packages.sh run && scripts/fonts.sh && apt-get update && \
    apt-get install -y --no-install-recommends postgresql-client-15 && rm -rf /var/lib/apt/lists/*
COPY requirements.txt constraints.txt ./
RUN pip install --no-cache-dir --requirement requirements.txt
COPY . .
RUN python -m compileall -q branches evaluation sizhiqiang

LABEL org.opencontainers.image.title="sizhiqiang" org.opencontainers.image.version="0.13.0"

# Nothing but the files people upload and the typeset documents is ever written, and only below /data.
RUN useradd --uid 10001 --no-create-home --home-dir /data sizhiqiang && install -d -o sizhiqiang -g sizhiqiang /data
USER sizhiqiang
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "sizhiqiang.wsgi", "--config", "deploy/gunicorn.conf.py", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm"]
