# One exact base for both stages; a newer Node is a commit.
ARG NODE_IMAGE=docker.io/library/node:24.21.0-bookworm-slim

# Runs on the builder's own architecture: the bundle is JavaScript, so an ARM64 image needs no emulation.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY app/package.json app/
RUN --mount=type=cache,target=/root/.npm npm ci --workspace app
COPY contract.ts ./
COPY app app
RUN npm run build --workspace app

FROM ${NODE_IMAGE}
# What /health reports. Baked in, so that the version names the image wherever it runs.
ARG APP_VERSION=0.1.0
ENV NODE_ENV=production APP_VERSION=${APP_VERSION}
WORKDIR /app
COPY --from=build /src/app/dist ./
USER node
EXPOSE 5000
# ECS ignores this line and takes the task definition's; contract.ts holds the command for both, and a test compares.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:5000/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Exec form: node is PID 1 and gets SIGTERM itself.
# The options are heapOptions of contract.ts.
CMD ["node", "--max-old-space-size=256", "--min-semi-space-size=8", "--max-semi-space-size=8", "server.js"]
