/* A disk that fails at a chosen moment: loaded into cm by LD_PRELOAD (tests/faults/disk_faults.py).
 *
 * Counts the calls that change files in one folder (write, pwrite, ftruncate, fsync, fdatasync, rename, unlink) and at the
 * chosen one does what the environment says:
 *
 *   CM_FAULT_FOLDER  the folder, an absolute path without a slash at its end
 *   CM_FAULT_AT      which call, from 1 on; 0: none
 *   CM_FAULT_KIND    kill    the process ends before the call
 *                    torn    half of a write arrives, then the process ends
 *                    cut     power is cut: what was not synced is lost, all of it
 *                    mixed   power is cut: of what was not synced, some pages arrived and some did not
 *                    full    from here on every write says ENOSPC
 *                    broken  from here on every sync says EIO, and what it should have saved is lost at the end
 *   CM_FAULT_SEED    for mixed
 *   CM_FAULT_COUNT   a file that gets the number of calls when the process ends
 *
 * The model of a power cut: a file's pages of 4 KiB are safe once the file is synced; its name is safe once it was synced
 * the first time; renames and removals are safe at once. Wholly written in C and without locks of its own but one, since
 * it runs inside any thread of the program. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { page_size = 4096, most_files = 64, most_descriptors = 1024, longest_path = 512 };
enum kind { none, kill_now, torn, cut, mixed, full, broken };

struct page { /* what the disk holds of a page that was written since the last sync */
  off_t index;
  ssize_t length; /* of old content; 0 behind the old end */
  unsigned char old[page_size];
  struct page* next;
};

struct file {
  char path[longest_path];
  off_t safe_size;
  int was_safe; /* its name is on the disk */
  struct page* pages;
};

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static struct file files[most_files];
static int file_count;
static int file_of[most_descriptors]; /* index + 1; 0: not a file of the folder */
static long calls;
static long at;
static enum kind what;
static int losing; /* the shim itself writes: nothing of it counts */
static char folder[longest_path];

#define REAL(name) ((__typeof__(&name))real(#name))
static void* real(const char* name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
  const char* where = getenv("CM_FAULT_FOLDER");
  const char* when = getenv("CM_FAULT_AT");
  const char* kind = getenv("CM_FAULT_KIND");
  const char* seed = getenv("CM_FAULT_SEED");
  static const char* const kinds[] = {"", "kill", "torn", "cut", "mixed", "full", "broken"};
  if (where != NULL) snprintf(folder, sizeof folder, "%s/", where);
  if (when != NULL) at = atol(when);
  for (int i = 0; kind != NULL && i <= broken; ++i) {
    if (strcmp(kind, kinds[i]) == 0) what = (enum kind)i;
  }
  srandom(seed != NULL ? (unsigned)atol(seed) : 1);
}

static void lose_unsynced(int all) {
  losing = 1;
  for (int i = 0; i < file_count; ++i) {
    struct file* file = &files[i];
    if (!file->was_safe && (all || random() % 2 == 0)) {
      REAL(unlink)(file->path);
      continue;
    }
    if (file->pages == NULL) continue;
    const int descriptor = open(file->path, O_RDWR | O_CLOEXEC);
    if (descriptor < 0) continue;
    off_t size = file->safe_size;
    for (struct page* page = file->pages; page != NULL; page = page->next) {
      const off_t start = page->index * page_size;
      if (!all && random() % 2 == 0) { /* this page arrived */
        struct stat now;
        const off_t end = start + page_size;
        if (fstat(descriptor, &now) == 0 && size < end) size = now.st_size < end ? now.st_size : end;
        continue;
      }
      unsigned char lost[page_size] = {0};
      memcpy(lost, page->old, (size_t)page->length);
      REAL(pwrite64)(descriptor, lost, page_size, start);
    }
    if (REAL(ftruncate64)(descriptor, size) != 0) abort();
    close(descriptor);
  }
  /* SQLite's index of its log is never synced: it is made anew from the log. */
  for (int i = 0; i < file_count; ++i) {
    char path[longest_path + 8];
    const size_t length = strlen(files[i].path);
    memcpy(path, files[i].path, length);
    memcpy(path + length, "-shm", 5);
    REAL(unlink)(path);
  }
}

static void die(void) {
  if (what == cut || what == mixed || what == broken) lose_unsynced(what != mixed);
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

__attribute__((destructor)) static void end(void) {
  const char* count = getenv("CM_FAULT_COUNT");
  if (count != NULL) {
    FILE* file = fopen(count, "w");
    if (file != NULL) {
      fprintf(file, "%ld\n", calls);
      fclose(file);
    }
  }
  if (what == broken && at != 0 && calls >= at) lose_unsynced(1);
}

/* A file of the folder, known by its path; -shm lies in memory and does not count. */
static struct file* file_at(const char* path) {
  const size_t length = strlen(path);
  if (folder[0] == '\0' || strncmp(path, folder, strlen(folder)) != 0) return NULL;
  if (length > 4 && strcmp(path + length - 4, "-shm") == 0) return NULL;
  for (int i = 0; i < file_count; ++i) {
    if (strcmp(files[i].path, path) == 0) return &files[i];
  }
  if (file_count == most_files || length >= sizeof files[0].path) abort();
  struct file* file = &files[file_count++];
  memcpy(file->path, path, length + 1);
  return file;
}

static void note_open(int descriptor, const char* given, int flags, int existed, off_t size) {
  if (losing || descriptor < 0 || descriptor >= most_descriptors) return;
  char path[longest_path];
  if (given[0] == '/') {
    snprintf(path, sizeof path, "%s", given);
  } else {
    if (getcwd(path, sizeof path) == NULL) return;
    const size_t length = strlen(path);
    snprintf(path + length, sizeof path - length, "/%s", strncmp(given, "./", 2) == 0 ? given + 2 : given);
  }
  pthread_mutex_lock(&guard);
  const int known = file_count;
  struct file* file = (flags & O_DIRECTORY) != 0 ? NULL : file_at(path);
  file_of[descriptor] = file == NULL ? 0 : (int)(file - files) + 1;
  if (file != NULL && file_count > known) {
    file->was_safe = existed;
    file->safe_size = size;
  }
  pthread_mutex_unlock(&guard);
}

static int open_noted(const char* path, int flags, mode_t mode) {
  struct stat before;
  const int existed = stat(path, &before) == 0;
  const int descriptor = ((int (*)(const char*, int, ...))real("open64"))(path, flags, mode);
  note_open(descriptor, path, flags, existed, existed && (flags & O_TRUNC) == 0 ? before.st_size : 0);
  return descriptor;
}

#define OPEN(name)                                   \
  int name(const char* path, int flags, ...) {       \
    mode_t mode = 0;                                 \
    if ((flags & (O_CREAT | O_TMPFILE)) != 0) {      \
      va_list more;                                  \
      va_start(more, flags);                         \
      mode = va_arg(more, mode_t);                   \
      va_end(more);                                  \
    }                                                \
    return open_noted(path, flags, mode);            \
  }
OPEN(open)
OPEN(open64)

int close(int descriptor) {
  if (descriptor >= 0 && descriptor < most_descriptors) file_of[descriptor] = 0;
  return REAL(close)(descriptor);
}

static struct file* file_behind(int descriptor) {
  if (losing || descriptor < 0 || descriptor >= most_descriptors || file_of[descriptor] == 0) return NULL;
  return &files[file_of[descriptor] - 1];
}

/* Remembers what the disk holds of the pages that are about to change. */
static void keep_old(struct file* file, off_t from, off_t to) {
  for (off_t index = from / page_size; index * page_size < to; ++index) {
    struct page* page = file->pages;
    while (page != NULL && page->index != index) page = page->next;
    if (page != NULL) continue;
    page = calloc(1, sizeof *page);
    if (page == NULL) abort();
    page->index = index;
    const int reader = ((int (*)(const char*, int, ...))real("open64"))(file->path, O_RDONLY | O_CLOEXEC);
    page->length = reader < 0 ? 0 : pread(reader, page->old, page_size, index * page_size);
    if (page->length < 0) page->length = 0;
    if (reader >= 0) REAL(close)(reader);
    page->next = file->pages;
    file->pages = page;
  }
}

/* Counts a call; the one that was chosen does not return, or says that it must fail. */
static int fails(enum kind kind) {
  ++calls;
  if (at == 0 || calls < at) return 0;
  if (what == kind) return 1; /* full and broken: from now on */
  if (what == full || what == broken) return 0;
  if (what == torn && kind == full && calls == at) return 2; /* the caller writes half */
  if (calls == at) die();
  return 0;
}

static ssize_t write_noted(int descriptor, const void* bytes, size_t count, off_t offset, int here) {
  struct file* file = file_behind(descriptor);
  ssize_t written;
  if (file == NULL) {
    return here ? ((ssize_t(*)(int, const void*, size_t))real("write"))(descriptor, bytes, count)
                : ((ssize_t(*)(int, const void*, size_t, off_t))real("pwrite64"))(descriptor, bytes, count, offset);
  }
  pthread_mutex_lock(&guard);
  const int failing = fails(full);
  if (failing == 1) {
    pthread_mutex_unlock(&guard);
    errno = ENOSPC;
    return -1;
  }
  off_t start = offset;
  if (here) {
    struct stat now;
    const int appends = (fcntl(descriptor, F_GETFL) & O_APPEND) != 0;
    start = appends && fstat(descriptor, &now) == 0 ? now.st_size : lseek(descriptor, 0, SEEK_CUR);
  }
  keep_old(file, start, start + (off_t)count);
  const size_t arriving = failing == 2 ? count / 2 : count;
  written = here ? ((ssize_t(*)(int, const void*, size_t))real("write"))(descriptor, bytes, arriving)
                 : ((ssize_t(*)(int, const void*, size_t, off_t))real("pwrite64"))(descriptor, bytes, arriving, offset);
  if (failing == 2) die();
  pthread_mutex_unlock(&guard);
  return written;
}

ssize_t write(int descriptor, const void* bytes, size_t count) { return write_noted(descriptor, bytes, count, 0, 1); }
ssize_t pwrite(int descriptor, const void* bytes, size_t count, off_t offset) {
  return write_noted(descriptor, bytes, count, offset, 0);
}
ssize_t pwrite64(int descriptor, const void* bytes, size_t count, off64_t offset) {
  return write_noted(descriptor, bytes, count, offset, 0);
}

static int truncate_noted(int descriptor, off_t size) {
  struct file* file = file_behind(descriptor);
  if (file != NULL) {
    pthread_mutex_lock(&guard);
    if (fails(full) == 2) die();
    struct stat now;
    if (fstat(descriptor, &now) == 0 && size < now.st_size) keep_old(file, size, now.st_size);
    pthread_mutex_unlock(&guard);
  }
  return ((int (*)(int, off_t))real("ftruncate64"))(descriptor, size);
}
int ftruncate(int descriptor, off_t size) { return truncate_noted(descriptor, size); }
int ftruncate64(int descriptor, off64_t size) { return truncate_noted(descriptor, size); }

static int sync_noted(int descriptor, const char* name) {
  struct file* file = file_behind(descriptor);
  if (file != NULL) {
    pthread_mutex_lock(&guard);
    const int failing = fails(broken);
    if (failing == 1) {
      pthread_mutex_unlock(&guard);
      errno = EIO;
      return -1;
    }
    struct stat now;
    if (fstat(descriptor, &now) == 0) file->safe_size = now.st_size;
    file->was_safe = 1;
    while (file->pages != NULL) {
      struct page* page = file->pages;
      file->pages = page->next;
      free(page);
    }
    pthread_mutex_unlock(&guard);
  }
  return ((int (*)(int))real(name))(descriptor);
}
int fsync(int descriptor) { return sync_noted(descriptor, "fsync"); }
int fdatasync(int descriptor) { return sync_noted(descriptor, "fdatasync"); }

int rename(const char* from, const char* to) {
  if (folder[0] != '\0') {
    pthread_mutex_lock(&guard);
    fails(none);
    pthread_mutex_unlock(&guard);
  }
  return REAL(rename)(from, to);
}

int unlink(const char* path) {
  if (folder[0] != '\0') {
    pthread_mutex_lock(&guard);
    fails(none);
    pthread_mutex_unlock(&guard);
  }
  return REAL(unlink)(path);
}
