# A small image that runs as nobody in particular: docker build -t descant . && docker run --rm -p 127.0.0.1:8420:8420 descant
FROM python:3.13-slim AS build
COPY . /src
RUN /src/scripts/install /app

FROM python:3.13-slim
COPY --from=build /app /app
RUN useradd --system --uid 10001 --no-create-home descant && install -d -o descant -m 0700 /data
USER descant
WORKDIR /data
VOLUME /data
ENV PATH=/app/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
EXPOSE 8420
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8420/health', timeout=4)"]
ENTRYPOINT ["descant"]
CMD ["play", "--host", "0.0.0.0", "--folder", "/data"]
