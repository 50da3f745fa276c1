# glibc: Temporal's native parts need it.
FROM node:20-bookworm-slim AS build
WORKDIR /wend
COPY package.json package-lock.json ./
COPY nodes/package.json nodes/
COPY engine/package.json engine/
COPY api/package.json api/
COPY editor/package.json editor/
COPY bench/package.json bench/
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:20-bookworm-slim
WORKDIR /wend
COPY --from=build --chown=node:node /wend /wend
RUN install -d -o node -g node /data
USER node
ENV WEND_DATA_DIR=/data
EXPOSE 8080
# One process that supervises api and worker, and stops them in order.
CMD ["node", "api/src/start/bootstrap.mjs"]
