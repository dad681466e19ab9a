# The exact base image of both stages. To update Node, change this line.
ARG NODE_IMAGE=docker.io/library/node:24.21.0-bookworm-slim

# This stage runs on the architecture of the build machine, because the bundle is JavaScript, which runs on every
# architecture. So the build of an ARM64 image needs no emulation.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY app/package.json app/
RUN --mount=type=cache,target=/root/.npm npm ci --workspace app
COPY contract.ts ./
COPY app app
RUN npm run build --workspace app

FROM ${NODE_IMAGE}
# The version that /health reports. It is part of the image, so all containers of an image report the same version.
ARG APP_VERSION=0.1.0
ENV NODE_ENV=production APP_VERSION=${APP_VERSION}
WORKDIR /app
COPY --from=build /src/app/dist ./
USER node
EXPOSE 5000
# ECS ignores HEALTHCHECK and uses the health check of the task definition. contract.ts contains the command of
# both, and a test compares them.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:5000/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The exec form makes node PID 1, so that it receives SIGTERM directly. The options equal heapOptions in contract.ts.
CMD ["node", "--max-old-space-size=256", "--min-semi-space-size=8", "--max-semi-space-size=8", "server.js"]
