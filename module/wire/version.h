/* SPDX-License-Identifier: GPL-2.0 */
/* The version of mmscope: of the module, of the tool and of what both print. */
#ifndef MMS_WIRE_VERSION_H
#define MMS_WIRE_VERSION_H

#define MMS_VERSION "0.1.0"

#endif /* MMS_WIRE_VERSION_H */
