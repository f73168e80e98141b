# Three stages: Node.js puts the pages together, pip installs and builds, and the last has Python, the installed
# server, and nothing to build with. tests/house/test_container.py checks these lines and runs each command
# outside a container.

FROM node:22.21-bookworm-slim AS pages
ENV npm_config_audit=false \
    npm_config_fund=false \
    npm_config_update_notifier=false
WORKDIR /pages
COPY tools/graphiql/package.json tools/graphiql/package-lock.json tools/graphiql/
RUN npm --prefix tools/graphiql ci
COPY tools/graphiql tools/graphiql
COPY docs/queries docs/queries
RUN npm --prefix tools/graphiql run build
COPY ui/package.json ui/package-lock.json ui/
RUN npm --prefix ui ci
COPY schema/schema.graphql schema/
COPY ui ui
RUN npm --prefix ui run build

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ONLY_BINARY=:all:
WORKDIR /build
# Tools are apart from what is shipped: /opt/rapport gets no pip of its own.
COPY requirements.lock requirements-build.lock ./
RUN python -m venv /build/tools \
 && python -m venv --without-pip /opt/rapport \
 && /build/tools/bin/pip install --no-deps --require-hashes -r requirements-build.lock \
 && /build/tools/bin/pip --python /opt/rapport/bin/python install --no-deps --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY domain domain
COPY graph graph
COPY schema schema
COPY resolvers resolvers
COPY app app
COPY --from=pages /pages/app/static app/static
RUN /build/tools/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /build/wheels /build \
 && /build/tools/bin/pip --python /opt/rapport/bin/python install --no-deps /build/wheels/rapport-*.whl \
 && /opt/rapport/bin/python -m compileall -q /opt/rapport/lib \
 && mkdir /build/data

FROM python:3.13-slim-bookworm
LABEL org.opencontainers.image.title="Rapport" \
      org.opencontainers.image.description="A GraphQL server for the relationships behind key accounts" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /opt/rapport /opt/rapport
# The one place that is written to: the SQLite file and the hashed tokens.
COPY --from=build --chown=10001:10001 /build/data /data
# In a container every address is the container's own: what reaches it is for whoever publishes the port, and
# in production the server starts on such an address only with authentication configured.
ENV PATH=/opt/rapport/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    RAPPORT_ENV=production \
    RAPPORT_HOST=0.0.0.0 \
    RAPPORT_PORT=8000 \
    RAPPORT_STORE_URL=sqlite:////data/rapport.db \
    RAPPORT_TOKENS_FILE=/data/tokens.json
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8000
# A number, so that an orchestrator can see that it is not root.
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['RAPPORT_PORT'] + '/healthz', timeout=4)"]
ENTRYPOINT ["rapport"]
CMD ["serve"]
