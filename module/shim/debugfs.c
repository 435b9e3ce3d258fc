// SPDX-License-Identifier: GPL-2.0
/*
 * The files in /sys/kernel/debug/mmscope/. The core makes the whole content at
 * open(), or at write() for a request; reads are served from that one buffer,
 * so they are stable.
 */
#include "shim.h"

#include <linux/atomic.h>
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "internal.h"

struct mms_content {
	char *text;
	size_t size;
};

/* A request and its answer, of one open file. */
struct mms_exchange {
	mms_u64 opener;		/* never the same twice */
	struct mutex lock;	/* content changes under a reader of a shared file */
	struct mms_content content;
};

/* Longer than any request; a longer write is refused whole. */
#define MMS_MAX_REQUEST 1024

static struct dentry *mms_dir;

static DEFINE_MUTEX(mms_last_error_lock);
static char mms_last_error[512];

void mms_last_error_set(const char *file, const char *reason, mms_size length)
{
	mutex_lock(&mms_last_error_lock);
	scnprintf(mms_last_error, sizeof(mms_last_error), "%s: %.*s\n", file, (int)length,
		  length ? reason : "");
	mutex_unlock(&mms_last_error_lock);
}

static ssize_t mms_last_error_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	char text[sizeof(mms_last_error)];

	mutex_lock(&mms_last_error_lock);
	strscpy(text, mms_last_error, sizeof(text));
	mutex_unlock(&mms_last_error_lock);
	return simple_read_from_buffer(buf, count, pos, text, strlen(text));
}

static const struct file_operations mms_last_error_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.read = mms_last_error_read,
	.llseek = default_llseek,
};

static int mms_content_open(struct inode *inode, struct file *file)
{
	unsigned int id = (unsigned long)inode->i_private;
	struct mms_content *content;
	int err;

	content = kzalloc(sizeof(*content), GFP_KERNEL);
	if (!content)
		return -ENOMEM;

	err = mms_core_file_build(id, &content->text, &content->size);
	if (err) {
		kfree(content);
		return err;
	}
	file->private_data = content;
	return 0;
}

static ssize_t mms_content_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	const struct mms_content *content = file->private_data;

	return simple_read_from_buffer(buf, count, pos, content->text, content->size);
}

static int mms_content_release(struct inode *inode, struct file *file)
{
	struct mms_content *content = file->private_data;

	mms_kvfree(content->text);
	kfree(content);
	return 0;
}

static const struct file_operations mms_content_fops = {
	.owner = THIS_MODULE,
	.open = mms_content_open,
	.read = mms_content_read,
	.llseek = default_llseek,
	.release = mms_content_release,
};

static unsigned int mms_exchange_id(const struct file *file)
{
	return (unsigned long)file_inode(file)->i_private;
}

static int mms_exchange_open(struct inode *inode, struct file *file)
{
	static atomic64_t openers = ATOMIC64_INIT(0);
	struct mms_exchange *exchange = kzalloc(sizeof(*exchange), GFP_KERNEL);

	if (!exchange)
		return -ENOMEM;
	exchange->opener = atomic64_inc_return(&openers);
	mutex_init(&exchange->lock);
	file->private_data = exchange;
	return 0;
}

static ssize_t mms_exchange_write(struct file *file, const char __user *buf, size_t count,
				  loff_t *pos)
{
	static const char too_long[] = "the request is longer than 1024 bytes";
	static const char nul[] = "the request holds a NUL";
	struct mms_exchange *exchange = file->private_data;
	const unsigned int id = mms_exchange_id(file);
	struct mms_content answer;
	char *line;
	int err;

	if (count > MMS_MAX_REQUEST) {
		mms_last_error_set(mms_core_request_name(id), too_long, strlen(too_long));
		return -EINVAL;
	}
	line = memdup_user_nul(buf, count);
	if (IS_ERR(line))
		return PTR_ERR(line);
	if (strlen(line) != count) {
		mms_last_error_set(mms_core_request_name(id), nul, strlen(nul));
		err = -EINVAL;
	} else {
		err = mms_core_request_answer(id, exchange->opener, line, count, &answer.text,
					      &answer.size);
	}
	kfree(line);
	if (err)
		return err;

	mutex_lock(&exchange->lock);
	swap(exchange->content, answer);
	mutex_unlock(&exchange->lock);
	mms_kvfree(answer.text);
	/* The answer is read from its beginning, without a seek. */
	*pos = 0;
	return count;
}

static ssize_t mms_exchange_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct mms_exchange *exchange = file->private_data;
	ssize_t read;

	mutex_lock(&exchange->lock);
	read = simple_read_from_buffer(buf, count, pos, exchange->content.text,
				       exchange->content.size);
	mutex_unlock(&exchange->lock);
	return read;
}

static int mms_exchange_release(struct inode *inode, struct file *file)
{
	struct mms_exchange *exchange = file->private_data;

	mms_core_request_closed(mms_exchange_id(file), exchange->opener);
	mms_kvfree(exchange->content.text);
	kfree(exchange);
	return 0;
}

static const struct file_operations mms_exchange_fops = {
	.owner = THIS_MODULE,
	.open = mms_exchange_open,
	.read = mms_exchange_read,
	.write = mms_exchange_write,
	.llseek = default_llseek,
	.release = mms_exchange_release,
};

/* "bench/run" lies in a directory of its own, which is made for the first such file. */
static void mms_file_create(const char *name, umode_t mode, unsigned long id,
			    const struct file_operations *fops)
{
	const char *slash = strchr(name, '/');
	struct dentry *dir = mms_dir;
	char dir_name[16];

	if (slash) {
		strscpy(dir_name, name, min_t(size_t, sizeof(dir_name), slash - name + 1));
		dir = debugfs_lookup(dir_name, mms_dir);
		if (!dir) {
			dir = debugfs_create_dir(dir_name, mms_dir);
			if (IS_ERR(dir))
				return;
			dget(dir);
		}
		name = slash + 1;
	}
	debugfs_create_file(name, mode, dir, (void *)id, fops);
	if (slash)
		dput(dir);
}

int mms_debugfs_init(void)
{
	unsigned long id;

	mms_dir = debugfs_create_dir("mmscope", NULL);
	if (IS_ERR(mms_dir)) {
		pr_err("mmscope: cannot create the debugfs directory: %ld\n", PTR_ERR(mms_dir));
		return PTR_ERR(mms_dir);
	}
	for (id = 0; id < mms_core_nr_files(); id++)
		mms_file_create(mms_core_file_name(id), 0400, id, &mms_content_fops);
	for (id = 0; id < mms_core_nr_requests(); id++)
		mms_file_create(mms_core_request_name(id), 0600, id, &mms_exchange_fops);
	debugfs_create_file("last_error", 0400, mms_dir, NULL, &mms_last_error_fops);
	return 0;
}

void mms_debugfs_exit(void)
{
	debugfs_remove(mms_dir);
}
