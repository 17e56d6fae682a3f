/* Preloaded into the gateway: writes down what it does to the files of one folder and what it says
   on sockets, in order, and lets a test make the n-th write or sync fail.

   RECORDER_ROOT     the folder, an absolute path
   RECORDER_LOG      where events go: struct event, then the path, then the data
   RECORDER_FAULTS   a file of sizeof(struct faults) that the test shares; see recorder.py

   A sync is two events, since what is written while it runs may not be covered by it. Every other
   call is made and noted in one go, so that the order of the events is that of the calls. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITE = 1, TRUNCATE, SYNC_BEGUN, SYNC_DONE, CREATE, UNLINK, RENAME, LINK, MKDIR,
            SAID, HEARD, SYNC_FAILED };

struct event { uint32_t kind, fd; uint64_t file, offset, length; uint32_t path_length, data_length; };

struct faults {
    int32_t write_left, write_errno;   /* the write that makes write_left nought fails, once */
    int32_t sync_left, sync_errno;     /* likewise, and every later sync of anything as well */
    int32_t is_full;                   /* whatever needs more room than it has fails: ENOSPC */
    int32_t writes, syncs;             /* how many there were */
};

#define MOST_SAID 4096

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static size_t root_length;
static int log_fd = -1;
static struct faults none, *faults = &none;

__attribute__((constructor)) static void begin(void)
{
    const char *folder = getenv("RECORDER_ROOT"), *log = getenv("RECORDER_LOG");
    const char *shared = getenv("RECORDER_FAULTS");
    if (!folder || !log) return;
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
    log_fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (!shared) return;
    int fd = syscall(SYS_openat, AT_FDCWD, shared, O_RDWR | O_CLOEXEC, 0);
    if (fd < 0) return;
    void *page = mmap(NULL, sizeof *faults, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (page != MAP_FAILED) faults = page;
    syscall(SYS_close, fd);
}

static int is_ours(const char *path)
{
    return root_length && !strncmp(path, root, root_length)
        && (path[root_length] == '/' || !path[root_length]);
}

/* The path of an open file of the folder; 0 for anything else. */
static int path_of(int fd, char *path)
{
    char link[64];
    if (log_fd < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return is_ours(path);
}

static uint64_t number_of(int fd)
{
    struct stat found;
    return fstat(fd, &found) ? 0 : found.st_ino;
}

static void note(enum kind kind, int fd, uint64_t file, uint64_t offset, uint64_t length,
                 const char *path, const void *data, size_t data_length)
{
    struct event event = { kind, fd, file, offset, length, path ? strlen(path) : 0, data_length };
    struct iovec parts[3] = {
        { &event, sizeof event }, { (void *)path, event.path_length }, { (void *)data, data_length },
    };
    ssize_t whole = sizeof event + event.path_length + data_length;
    if (syscall(SYS_writev, log_fd, parts, 3) != whole) abort();  /* a log with holes proves nothing */
}

static int fails(int32_t *left, int sticky)
{
    if (*left <= 0) return 0;
    if (*left > 1) { --*left; return 0; }
    if (!sticky) *left = 0;
    return 1;
}

/* Whether a write of the folder is to fail; errno says how. The lock is held. */
static int refused(int fd, uint64_t end)
{
    struct stat found;
    ++faults->writes;
    if (fails(&faults->write_left, 0)) { errno = faults->write_errno; return 1; }
    if (faults->is_full && !fstat(fd, &found) && end > (uint64_t)found.st_size) {
        errno = ENOSPC;
        return 1;
    }
    return 0;
}

static ssize_t written(int fd, const void *data, size_t length, off64_t offset, int at)
{
    char path[PATH_MAX];
    if (!path_of(fd, path))
        return at ? syscall(SYS_pwrite64, fd, data, length, offset)
                  : syscall(SYS_write, fd, data, length);
    pthread_mutex_lock(&turn);
    if (!at) {
        struct stat found;
        int flags = fcntl(fd, F_GETFL);
        offset = (flags & O_APPEND) && !fstat(fd, &found) ? found.st_size : lseek(fd, 0, SEEK_CUR);
    }
    ssize_t done = -1;
    if (!refused(fd, offset + length)) {
        done = at ? syscall(SYS_pwrite64, fd, data, length, offset)
                  : syscall(SYS_write, fd, data, length);
        if (done > 0) note(WRITE, fd, number_of(fd), offset, done, path, data, done);
    }
    int why = errno;
    pthread_mutex_unlock(&turn);
    errno = why;
    return done;
}

static int is_socket(int fd)
{
    struct stat found;
    return log_fd >= 0 && !fstat(fd, &found) && S_ISSOCK(found.st_mode);
}

static void say(enum kind kind, int fd, const struct iovec *parts, int count)
{
    char text[MOST_SAID];
    size_t length = 0;
    for (int i = 0; i < count && length < MOST_SAID; i++) {
        size_t part = parts[i].iov_len;
        if (part > MOST_SAID - length) part = MOST_SAID - length;
        memcpy(text + length, parts[i].iov_base, part);
        length += part;
    }
    pthread_mutex_lock(&turn);
    note(kind, fd, 0, 0, length, NULL, text, length);
    pthread_mutex_unlock(&turn);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset)
{ return written(fd, data, length, offset, 1); }

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset)
{ return written(fd, data, length, offset, 1); }

ssize_t write(int fd, const void *data, size_t length)
{
    if (is_socket(fd)) {
        struct iovec part = { (void *)data, length };
        say(SAID, fd, &part, 1);
    }
    return written(fd, data, length, 0, 0);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    char path[PATH_MAX];
    if (is_socket(fd)) say(SAID, fd, parts, count);
    if (!path_of(fd, path)) return syscall(SYS_writev, fd, parts, count);
    ssize_t whole = 0;
    for (int i = 0; i < count; i++) {
        ssize_t done = written(fd, parts[i].iov_base, parts[i].iov_len, 0, 0);
        if (done < 0) return whole ? whole : -1;
        whole += done;
        if ((size_t)done < parts[i].iov_len) break;
    }
    return whole;
}

ssize_t sendto(int fd, const void *data, size_t length, int flags, const struct sockaddr *to,
               socklen_t to_length)
{
    if (is_socket(fd)) {
        struct iovec part = { (void *)data, length };
        say(SAID, fd, &part, 1);
    }
    return syscall(SYS_sendto, fd, data, length, flags, to, to_length);
}

ssize_t send(int fd, const void *data, size_t length, int flags)
{ return sendto(fd, data, length, flags, NULL, 0); }

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    if (is_socket(fd)) say(SAID, fd, message->msg_iov, message->msg_iovlen);
    return syscall(SYS_sendmsg, fd, message, flags);
}

static ssize_t heard(int fd, void *data, ssize_t length)
{
    if (length > 0 && is_socket(fd)) {
        struct iovec part = { data, (size_t)length };
        int why = errno;
        say(HEARD, fd, &part, 1);
        errno = why;
    }
    return length;
}

ssize_t read(int fd, void *data, size_t length)
{ return heard(fd, data, syscall(SYS_read, fd, data, length)); }

ssize_t recvfrom(int fd, void *data, size_t length, int flags, struct sockaddr *from,
                 socklen_t *from_length)
{ return heard(fd, data, syscall(SYS_recvfrom, fd, data, length, flags, from, from_length)); }

ssize_t recv(int fd, void *data, size_t length, int flags)
{ return recvfrom(fd, data, length, flags, NULL, NULL); }

int ftruncate64(int fd, off64_t length)
{
    char path[PATH_MAX];
    if (!path_of(fd, path)) return syscall(SYS_ftruncate, fd, length);
    pthread_mutex_lock(&turn);
    int done = -1;
    if (!refused(fd, length)) {
        done = syscall(SYS_ftruncate, fd, length);
        if (!done) note(TRUNCATE, fd, number_of(fd), 0, length, path, NULL, 0);
    }
    int why = errno;
    pthread_mutex_unlock(&turn);
    errno = why;
    return done;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

/* What is allocated is nought until it is written: a longer file, where it was shorter. */
static int allocated(int fd, int mode, off64_t offset, off64_t length)
{
    char path[PATH_MAX];
    struct stat found;
    if (!path_of(fd, path)) return syscall(SYS_fallocate, fd, mode, offset, length);
    pthread_mutex_lock(&turn);
    int done = -1;
    if (!refused(fd, offset + length)) {
        done = syscall(SYS_fallocate, fd, mode, offset, length);
        if (!done && !fstat(fd, &found))
            note(TRUNCATE, fd, found.st_ino, 0, found.st_size, path, NULL, 0);
    }
    int why = errno;
    pthread_mutex_unlock(&turn);
    errno = why;
    return done;
}

int posix_fallocate64(int fd, off64_t offset, off64_t length)
{ return allocated(fd, 0, offset, length) ? errno : 0; }

int posix_fallocate(int fd, off_t offset, off_t length)
{ return posix_fallocate64(fd, offset, length); }

int fallocate64(int fd, int mode, off64_t offset, off64_t length)
{ return allocated(fd, mode, offset, length); }

int fallocate(int fd, int mode, off_t offset, off_t length)
{ return allocated(fd, mode, offset, length); }

static int synced(int fd, long call)
{
    char path[PATH_MAX];
    if (!path_of(fd, path)) return syscall(call, fd);
    uint64_t file = number_of(fd);
    pthread_mutex_lock(&turn);
    ++faults->syncs;
    int is_bad = fails(&faults->sync_left, 1);
    note(is_bad ? SYNC_FAILED : SYNC_BEGUN, fd, file, 0, 0, path, NULL, 0);
    pthread_mutex_unlock(&turn);
    if (is_bad) { errno = faults->sync_errno; return -1; }
    int done = syscall(call, fd);
    int why = errno;
    pthread_mutex_lock(&turn);
    if (!done) note(SYNC_DONE, fd, file, 0, 0, path, NULL, 0);
    pthread_mutex_unlock(&turn);
    errno = why;
    return done;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }

int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

/* An absolute path of a name: our program gives names relative to the working folder, if at all. */
static const char *absolute(int folder, const char *name, char *path)
{
    if (name[0] == '/') { snprintf(path, PATH_MAX, "%s", name); return path; }
    char base[PATH_MAX];
    if (folder == AT_FDCWD) {
        if (!getcwd(base, sizeof base)) return name;
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, base, sizeof base - 1);
        if (length <= 0) return name;
        base[length] = 0;
    }
    if (snprintf(path, PATH_MAX, "%s/%s", base, name) >= PATH_MAX) abort();
    return path;
}

static int opened(int folder, const char *name, int flags, mode_t mode)
{
    char path[PATH_MAX];
    if (!(flags & (O_CREAT | O_TRUNC)) || log_fd < 0 || !is_ours(absolute(folder, name, path)))
        return syscall(SYS_openat, folder, name, flags, mode);
    pthread_mutex_lock(&turn);
    int fd = -1;
    if (faults->is_full && syscall(SYS_faccessat, folder, name, F_OK)) {
        errno = ENOSPC;
    } else {
        fd = syscall(SYS_openat, folder, name, flags, mode);
        if (fd >= 0) {
            uint64_t file = number_of(fd);
            note(CREATE, fd, file, 0, 0, path, NULL, 0);
            if (flags & O_TRUNC) note(TRUNCATE, fd, file, 0, 0, path, NULL, 0);
        }
    }
    int why = errno;
    pthread_mutex_unlock(&turn);
    errno = why;
    return fd;
}

#define MODE(flags) ({ mode_t m = 0; if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list rest; \
    va_start(rest, flags); m = va_arg(rest, mode_t); va_end(rest); } m; })

int open(const char *name, int flags, ...) { return opened(AT_FDCWD, name, flags, MODE(flags)); }
int open64(const char *name, int flags, ...)
{ return opened(AT_FDCWD, name, flags | O_LARGEFILE, MODE(flags)); }
int openat(int folder, const char *name, int flags, ...)
{ return opened(folder, name, flags, MODE(flags)); }
int openat64(int folder, const char *name, int flags, ...)
{ return opened(folder, name, flags | O_LARGEFILE, MODE(flags)); }

/* The call of two names whose result is noted under `kind`; the data of the event is the new name. */
static int named(enum kind kind, long call, int folder, const char *old, int new_folder,
                 const char *new, int flags)
{
    char from[PATH_MAX], to[PATH_MAX];
    absolute(folder, old, from);
    if (new) absolute(new_folder, new, to);
    int ours = log_fd >= 0 && (is_ours(from) || (new && is_ours(to)));
    if (ours) pthread_mutex_lock(&turn);
    int done = new ? syscall(call, folder, old, new_folder, new, flags)
                   : syscall(call, folder, old, flags);
    int why = errno;
    if (ours) {
        if (!done) note(kind, 0, 0, 0, 0, from, new ? to : NULL, new ? strlen(to) : 0);
        pthread_mutex_unlock(&turn);
    }
    errno = why;
    return done;
}

int unlink(const char *name) { return named(UNLINK, SYS_unlinkat, AT_FDCWD, name, 0, NULL, 0); }
int unlinkat(int folder, const char *name, int flags)
{ return named(UNLINK, SYS_unlinkat, folder, name, 0, NULL, flags); }
int rmdir(const char *name)
{ return named(UNLINK, SYS_unlinkat, AT_FDCWD, name, 0, NULL, AT_REMOVEDIR); }
int mkdir(const char *name, mode_t mode)
{ return named(MKDIR, SYS_mkdirat, AT_FDCWD, name, 0, NULL, mode); }
int rename(const char *old, const char *new)
{ return named(RENAME, SYS_renameat2, AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int folder, const char *old, int new_folder, const char *new)
{ return named(RENAME, SYS_renameat2, folder, old, new_folder, new, 0); }
int link(const char *old, const char *new)
{ return named(LINK, SYS_linkat, AT_FDCWD, old, AT_FDCWD, new, 0); }
int linkat(int folder, const char *old, int new_folder, const char *new, int flags)
{ return named(LINK, SYS_linkat, folder, old, new_folder, new, flags); }
