#include "database/postgresql_library.h"

#include "base/shared_library.h"

namespace cm {
namespace {

PostgresqlLibrary load() {
  const SharedLibrary library("libsoci_postgresql.so.4.0", "libsoci-postgresql4.0");  // needs libpq itself
  PostgresqlLibrary postgresql{};
  library.find("factory_postgresql", postgresql.factory);
  library.find("PQconninfoFree", postgresql.conninfo_free);
  library.find("PQconninfoParse", postgresql.conninfo_parse);
  library.find("PQfreemem", postgresql.freemem);
  library.find("PQsetErrorVerbosity", postgresql.set_error_verbosity);
  return postgresql;
}

}  // namespace

const PostgresqlLibrary& postgresql_library() {
  static const PostgresqlLibrary loaded = load();
  return loaded;
}

}  // namespace cm
