//! Where the store lies.

use camera_app::{SECTOR_BYTES, STORE_BYTES, layout};

#[test]
fn r22_the_regions_fill_the_end_of_the_flash_and_do_not_overlap() {
    let flash_bytes = 2 * 1024 * 1024;
    let layout = layout(flash_bytes);
    assert_eq!(layout.factory, flash_bytes - STORE_BYTES);
    assert_eq!(layout.journal.base, layout.factory + SECTOR_BYTES);
    assert_eq!(layout.user.base, layout.journal.base + 2 * SECTOR_BYTES);
    assert_eq!(layout.user.base + 2 * SECTOR_BYTES, flash_bytes);
}
