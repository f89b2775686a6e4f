#include "model/subject.h"

namespace cm {

Subject subject_of(const Comment& comment) {
  return Subject{.id = comment.id,
                 .channel = comment.channel,
                 .text = comment.text,
                 .lang = comment.lang,
                 .author_id = comment.author.id,
                 .author_name = comment.author.name,
                 .author_role = comment.author.role,
                 .author_created_at = comment.author.created_at,
                 .created_at = comment.created_at};
}

}  // namespace cm
