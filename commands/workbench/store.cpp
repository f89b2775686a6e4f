// The workbench's store: the database of cm.toml, opened once.

#include "store/store.h"
#include "database/database.h"
#include "journal/journal.h"
#include "workbench/workbench.h"

namespace cm {

Database& Workbench::database() {
  if (!database_) database_ = std::make_shared<Database>(Database::open(settings().store, folder()));
  return *database_;
}

Store& Workbench::store() {
  if (!store_) store_ = std::make_shared<Store>(database());
  return *store_;
}

Journal& Workbench::journal() {
  if (!journal_) journal_ = std::make_shared<Journal>(database());
  return *journal_;
}

}  // namespace cm
