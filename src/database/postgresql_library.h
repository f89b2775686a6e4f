// SOCI's PostgreSQL backend and libpq, loaded when a store is first opened there: most runs never are,
// and the libraries that they need take long to load. Only their headers are known when cm is built.
#pragma once

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>

namespace cm {

struct PostgresqlLibrary {
  decltype(&soci::factory_postgresql) factory;
  decltype(&::PQconninfoFree) conninfo_free;
  decltype(&::PQconninfoParse) conninfo_parse;
  decltype(&::PQfreemem) freemem;
  decltype(&::PQsetErrorVerbosity) set_error_verbosity;
};

/// Throws Error(unavailable) where they are not installed.
[[nodiscard]] const PostgresqlLibrary& postgresql_library();

}  // namespace cm
