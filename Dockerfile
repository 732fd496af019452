# Tally without an embedded PostgreSQL: docker build -t tally .
#
# The last stage starts from nothing: a Java runtime with the modules that are needed, the C library
# it stands on, the jar, and start-up caches. There is no shell in it and no package manager.

FROM maven:3-eclipse-temurin-25 AS build

# What the jar refers to, as jdeps tells, and jcmd and JMX to look inside; less java.desktop, whose
# beans Jackson and Jdbi know how to do without. It changes seldom, so it comes first and is a layer
# of its own.
RUN jlink --output /image/opt/java --compress zip-6 --strip-java-debug-attributes --no-header-files --no-man-pages \
      --add-modules java.base,java.management,java.naming,java.security.jgss,java.sql,jdk.jcmd,jdk.jfr,jdk.management

# The libraries that the runtime links, under the names it looks for; the package's entry and licence,
# by which scanners know them. An encoding for arguments, whom TLS trusts, and a user.
RUN find /image/opt/java -type f \( -name '*.so' -o -path '*/bin/*' \) -exec ldd {} + \
      | sed -n 's|.*[[:space:]]\(/lib[^ ]*\) (.*|\1|p' | sort -u | xargs cp -L --parents -t /image \
    && cp -r --parents /usr/lib/locale/C.utf8 /usr/share/doc/libc6/copyright /etc/ssl/certs/ca-certificates.crt /image \
    && cp -L /etc/os-release /image/etc/os-release \
    && install -d /image/var/lib/dpkg/status.d && dpkg-query -s libc6 >/image/var/lib/dpkg/status.d/libc6 \
    && echo 'tally:x:65532:65532::/home/tally:/sbin/nologin' >/image/etc/passwd \
    && echo 'tally:x:65532:' >/image/etc/group \
    && echo 'hosts: files dns' >/image/etc/nsswitch.conf \
    && install -d -o 65532 -g 65532 /image/home/tally && install -d -m 1777 /image/tmp

WORKDIR /src
COPY .mvn .mvn
COPY pom.xml .
COPY sql sql
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 \
    mvn -q -B -Dstyle.color=never -Dembedded=none -Dmaven.test.skip=true package

# The caches come from a first run: on a real database, with the files where they will be.
FROM postgres:18 AS cache
COPY --from=build /image/opt/java /opt/java
COPY --from=build --chown=postgres /src/target/app.jar /app/app.jar
COPY scripts/cache /cache
RUN chown postgres /app
USER postgres
RUN initdb -D /tmp/data -U postgres --auth=trust --encoding=UTF8 --locale=C >/dev/null \
    && pg_ctl -D /tmp/data -o '-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off' -w start >/dev/null \
    && JAVA_HOME=/opt/java TRAINING_DATABASE_URL=postgresql://postgres@127.0.0.1/postgres bash /cache /app/app.jar \
    && pg_ctl -D /tmp/data -w stop >/dev/null \
    && test -e /app/app.aot -a -e /app/migrate.aot

FROM scratch
LABEL org.opencontainers.image.title="Tally" \
      org.opencontainers.image.description="A task and conversation server over PostgreSQL, with its own schema migrator"
COPY --from=build /image /
COPY --from=cache --chown=0:0 /app /app
ENV PATH=/opt/java/bin LANG=C.UTF-8 MIGRATE_ON_START=true
USER 65532:65532
EXPOSE 8000
# Half of the container's memory is for the heap: the rest of a JVM takes 150 MB and more.
ENTRYPOINT ["java", "@/app/app.options", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "-XX:+ErrorFileToStderr", "-jar", "/app/app.jar"]
CMD ["serve"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["java", "@/app/migrate.options", "-jar", "/app/app.jar", "healthcheck"]
