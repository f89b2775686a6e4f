// A sheet that names nobody, for those who need the cases and not the people.
#pragma once

#include "sheet/sheet_row.h"

namespace cm {

/// Takes out who wrote it: the author's name, id and the address of the comment, the author's name in the
/// text, names that are addressed with "@", and e-mail addresses. The key stays: it finds the comment again.
void redact(SheetRow& row);

}  // namespace cm
