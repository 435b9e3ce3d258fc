// SPDX-License-Identifier: GPL-2.0
/*
 * The files in /sys/kernel/debug/mmscope/. The core makes the whole content at
 * open(); reads are served from that one buffer, so they are stable.
 */
#include "shim.h"

#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "internal.h"

struct mms_content {
	char *text;
	size_t size;
};

static struct dentry *mms_dir;

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

int mms_debugfs_init(void)
{
	unsigned long id;

	mms_dir = debugfs_create_dir("mmscope", NULL);
	if (IS_ERR(mms_dir)) {
		pr_err("mmscope: cannot create the debugfs directory: %ld\n", PTR_ERR(mms_dir));
		return PTR_ERR(mms_dir);
	}
	for (id = 0; id < mms_core_nr_files(); id++)
		debugfs_create_file(mms_core_file_name(id), 0400, mms_dir, (void *)id,
				    &mms_content_fops);
	return 0;
}

void mms_debugfs_exit(void)
{
	debugfs_remove(mms_dir);
}
