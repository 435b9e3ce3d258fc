// SPDX-License-Identifier: GPL-2.0
/* What every process costs that does nothing at all. */
int main(void)
{
	return 0;
}
