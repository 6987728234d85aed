# Tessera in a container: `docker build --tag tessera .`, then
# `docker run --detach --name tessera --publish 127.0.0.1:7410:7410 --volume tessera:/var/lib/tessera tessera`.

FROM rust:1.95-bookworm AS build
# The image's own toolchain; rust-toolchain.toml would have another target fetched.
ENV RUSTUP_TOOLCHAIN=1.95.0
WORKDIR /src
COPY . .
RUN cargo x dist && mv target/dist/tessera-*/ /packed

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 7410 --no-create-home --home-dir /var/lib/tessera --shell /usr/sbin/nologin tessera \
    && install --directory --owner tessera --mode 0700 /var/lib/tessera
COPY --from=build /packed/tessera /usr/local/bin/tessera
COPY --from=build /packed/LICENSE /packed/THIRD-PARTY-LICENSES.txt /usr/share/doc/tessera/
USER tessera
WORKDIR /var/lib/tessera
VOLUME /var/lib/tessera
ENV TESSERA_DATABASE_URL=sqlite:/var/lib/tessera/tessera.db \
    TESSERA_LISTEN=0.0.0.0:7410
EXPOSE 7410
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["tessera", "health"]
ENTRYPOINT ["tessera"]
CMD ["serve"]
