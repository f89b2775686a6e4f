#!/usr/bin/env bash
# A WordPress of Debian's packages on loopback: tests/servers/wordpress/start.sh FOLDER
#
# Prints KEY=VALUE lines (kept in FOLDER/env):
#   WP_URL            http address
#   WP_TLS_URL        the same site over https, certificate by WP_CA
#   WP_EXPIRED_URL    the same site over https with a certificate that has expired
#   WP_CA             the private authority's certificate
#   WP_USER, WP_PASSWORD                        an administrator and an application password
#   WP_SUBSCRIBER, WP_SUBSCRIBER_PASSWORD       somebody who may not moderate
#   WP_POSTS          ids of the posts that take comments
#   WP_CHANGES        file that gets one line "ID OLD NEW" whenever a comment's status really changes
# Ports: WP_PORT (18080), WP_TLS_PORT (18443), WP_EXPIRED_PORT (18444).
# WP_RATE=20 makes the web server answer 429 above so many requests a second.
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
use_home "${1:-}"
port=${WP_PORT:-18080} tls_port=${WP_TLS_PORT:-18443} expired_port=${WP_EXPIRED_PORT:-18444}
begin_start db php web
need_free_port "$port" WP_PORT
need_free_port "$tls_port" WP_TLS_PORT
need_free_port "$expired_port" WP_EXPIRED_PORT
install_packages

me=$(id -un)
socket=$home/run/db.sock

start_database() {
  local client=(mariadb --no-defaults --user=root "--socket=$socket")
  if [ ! -e "$home/db-made" ]; then
    rm -rf "$home/db"
    mariadb-install-db --no-defaults "--user=$me" "--datadir=$home/db" --skip-test-db \
      --auth-root-authentication-method=normal >"$home/log/db-install.log" 2>&1
    touch "$home/db-made"
  fi
  # Nothing here must survive a power cut, so commits do not wait for the disk.
  launch db mariadbd --no-defaults "--user=$me" "--datadir=$home/db" "--socket=$socket" --skip-networking \
    "--tmpdir=$home/tmp" "--pid-file=$home/tmp/db.pid" --innodb-flush-log-at-trx-commit=0 \
    --innodb-buffer-pool-size=64M --skip-log-bin
  await db 60 "${client[@]}" -e 'select 1'
  "${client[@]}" -e 'create database if not exists site character set utf8mb4'
}

# Debian's own tree looks up its settings in /etc/wordpress, hence a copy.
lay_out_site() {
  [ -e "$home/site/wp-load.php" ] || cp -rL /usr/share/wordpress "$home/site"
  mkdir -p "$home/site/wp-content/mu-plugins" "$home/site/wp-content/themes" "$home/site/wp-content/uploads"
  cp "$here/wp-config.php" "$home/site/wp-config.php"
  cp "$here/loopback-site.php" "$home/site/wp-content/mu-plugins/"
  if [ ! -s "$home/accounts" ]; then
    CM_DB_SOCKET=$socket CM_HOME=$home HTTP_HOST=127.0.0.1:$port \
      php -d display_errors=stderr "$here/install.php" >"$home/accounts.new" 2>"$home/log/install.log" ||
      { cat "$home/log/install.log" >&2; fail "WordPress did not install"; }
    mv "$home/accounts.new" "$home/accounts"
  fi
}

start_php() {
  local fpm as_root=()
  fpm=$(find /usr/sbin -name 'php-fpm8*' | sort | tail -n 1)
  [ "$(id -u)" -ne 0 ] || as_root=(--allow-to-run-as-root)
  cat >"$home/php-fpm.conf" <<CONF
[global]
error_log = $home/log/php-fpm.log
daemonize = no
[site]
user = $me
group = $(id -gn)
listen = $home/run/php.sock
pm = static
pm.max_children = 4
env[CM_DB_SOCKET] = $socket
env[CM_HOME] = $home
php_admin_value[sys_temp_dir] = $home/tmp
php_admin_value[upload_tmp_dir] = $home/tmp
CONF
  CM_DB_SOCKET=$socket launch php "$fpm" --nodaemonize "${as_root[@]}" --fpm-config "$home/php-fpm.conf"
}

# One authority signs two certificates for localhost: one for a month, one that ended long ago.
make_certificates() {
  [ ! -e "$home/tls/made" ] || return 0
  rm -rf "$home/tls"
  mkdir -p "$home/tls/issued"
  cd "$home/tls" || return
  local key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
  : >index
  echo 01 >serial
  cat >ca.conf <<CONF
[ca]
default_ca = own
[own]
dir = $home/tls
database = \$dir/index
serial = \$dir/serial
new_certs_dir = \$dir/issued
certificate = \$dir/ca.pem
private_key = \$dir/ca.key
default_md = sha256
policy = any
unique_subject = no
x509_extensions = host
[any]
commonName = supplied
[host]
basicConstraints = CA:FALSE
subjectAltName = DNS:localhost, IP:127.0.0.1
CONF
  openssl req -x509 "${key[@]}" -days 3650 -subj '/CN=tests of cm' -keyout ca.key -out ca.pem
  openssl req "${key[@]}" -subj /CN=localhost -keyout host.key -out host.csr
  openssl ca -batch -config ca.conf -in host.csr -days 30 -notext -out valid.pem
  openssl ca -batch -config ca.conf -in host.csr -startdate 20200101000000Z -enddate 20200201000000Z \
    -notext -out expired.pem
  touch made
}

start_web() {
  local zone='' limit='' user_line=''
  [ "$(id -u)" -ne 0 ] || user_line="user root;"
  if [ -n "${WP_RATE:-}" ]; then
    zone="limit_req_zone \$binary_remote_addr zone=calls:1m rate=${WP_RATE}r/s; limit_req_status 429;"
    limit="limit_req zone=calls burst=2 nodelay; error_page 429 @slower;"
  fi
  cat >"$home/nginx.conf" <<CONF
$user_line
worker_processes 1;
daemon off;
pid $home/tmp/web.pid;
error_log $home/log/web-error.log;
events { worker_connections 256; }
http {
  include /etc/nginx/mime.types;
  access_log $home/log/access.log;
  client_body_temp_path $home/tmp/body; fastcgi_temp_path $home/tmp/fastcgi; proxy_temp_path $home/tmp/proxy;
  uwsgi_temp_path $home/tmp/uwsgi; scgi_temp_path $home/tmp/scgi;
  ssl_certificate_key $home/tls/host.key;
  $zone
  server {
    listen 127.0.0.1:$port;
    listen 127.0.0.1:$tls_port ssl;
    ssl_certificate $home/tls/valid.pem;
    include $home/site.conf;
  }
  server {
    listen 127.0.0.1:$expired_port ssl;
    ssl_certificate $home/tls/expired.pem;
    include $home/site.conf;
  }
}
CONF
  cat >"$home/site.conf" <<CONF
root $home/site;
index index.php;
$limit
location @slower {
  default_type application/json;
  add_header Retry-After 1 always;
  return 429 '{"code":"too_many_requests","message":"Too many requests.","data":{"status":429}}';
}
location / { try_files \$uri \$uri/ /index.php?\$args; }
location ~ \.php\$ {
  include /etc/nginx/fastcgi_params;
  fastcgi_param SCRIPT_FILENAME \$document_root\$fastcgi_script_name;
  fastcgi_param HTTP_HOST \$http_host;
  fastcgi_pass unix:$home/run/php.sock;
}
CONF
  launch web nginx -p "$home" -c "$home/nginx.conf"
}

password_of() { sed -n "s/^$1=//p" "$home/accounts"; }

logs_in() {
  curl -fsS -u "$(password_of WP_USER):$(password_of WP_PASSWORD)" \
    "http://127.0.0.1:$port/wp-json/wp/v2/users/me?context=edit" | grep -q '"roles":\["administrator"\]'
}

start_database
lay_out_site
start_php
(make_certificates) >"$home/log/tls.log" 2>&1 || { cat "$home/log/tls.log" >&2; fail "the certificates could not be made"; }
touch "$home/changes"
start_web
await web 60 logs_in

cat >"$home/env" <<ENV
WP_URL=http://127.0.0.1:$port
WP_TLS_URL=https://localhost:$tls_port
WP_EXPIRED_URL=https://localhost:$expired_port
WP_CA=$home/tls/ca.pem
WP_CHANGES=$home/changes
$(cat "$home/accounts")
ENV
cat "$home/env"
