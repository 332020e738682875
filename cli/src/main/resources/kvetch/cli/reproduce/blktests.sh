#!/bin/bash
## What kvetch replay --as-blktests prints, around the functions of reproduce.sh and in its language.
#: lines header

. tests/md/rc

DESCRIPTION="KV_DESCRIPTION"
QUICK=1

requires() {
	_have_driver raid0
	_have_loop
#: if protected
	_have_driver scsi_debug
#: end
	_have_program blkdiscard
#: if perl
	_have_program perl
#: end
	_have_writeable_kmsg
	_page_size_equals KV_PAGE_SIZE
}

#: lines body

test() {
	echo "Running ${TEST_NAME}"

	(set_up && counterexample) > "$FULL" 2>&1
	case $? in
	0) ;;
	1) sed -n 's/^reproduced: //p' "$FULL" ;;
	*) SKIP_REASONS+=("$(tail -n 1 "$FULL")") ;;
	esac

	echo "Test complete"
}
