# Gatecrash with all it needs, a Chromium too:
#   docker build --tag gatecrash .
#   docker run --rm --init --volume "$PWD/reports:/run/reports" gatecrash stop-one-running --gateway reference
ARG BASE=node:26-bookworm-slim

FROM ${BASE} AS package
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm pack

FROM ${BASE}
RUN apt-get update \
  && apt-get install --yes --no-install-recommends chromium iproute2 \
  && rm -rf /var/lib/apt/lists/*
COPY --from=package /build/gatecrash-*.tgz /tmp/
RUN npm install --global --ignore-scripts --no-audit --no-fund /tmp/gatecrash-*.tgz && rm /tmp/gatecrash-*.tgz
WORKDIR /run
ENTRYPOINT ["gatecrash"]
