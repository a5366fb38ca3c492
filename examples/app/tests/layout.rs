//! Where the store lies.

use std::fs;
use std::path::Path;

use camera_app::{KEPT_BYTES, SECTOR_BYTES, STORE_BYTES, layout};

#[test]
fn r22_the_regions_fill_the_end_of_the_flash_and_do_not_overlap() {
    let flash_bytes = 2 * 1024 * 1024;
    let layout = layout(flash_bytes);
    assert_eq!(layout.factory, flash_bytes - STORE_BYTES);
    assert_eq!(layout.journal.base, layout.factory + SECTOR_BYTES);
    assert_eq!(layout.user.base, layout.journal.base + 2 * SECTOR_BYTES);
    assert_eq!(layout.user.base + 2 * SECTOR_BYTES, flash_bytes);
}

/// Name, first byte and the one behind the last, line by line.
fn partitions(csv: &str) -> Vec<(&str, u32, u32)> {
    let number = |text: &str| u32::from_str_radix(text.strip_prefix("0x")?, 16).ok();
    let lines = csv.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').map(str::trim).collect();
            let [name, _, _, offset, size] = cells[..] else {
                panic!("not five cells: {line}");
            };
            let (offset, size) = (number(offset).expect("hex"), number(size).expect("hex"));
            (name, offset, offset + size)
        })
        .collect()
}

#[test]
fn r22_the_esp32_has_a_partition_for_all_that_is_kept_at_the_end_of_its_flash() {
    let board = Path::new(env!("CARGO_MANIFEST_DIR")).join("../esp32");
    let csv = fs::read_to_string(board.join("partitions.csv")).expect("its partitions");
    let partitions = partitions(&csv);
    let (_, start, end) = *partitions.last().expect("the camera's own");
    assert_eq!((end - start, end), (KEPT_BYTES, 4 * 1024 * 1024));
    let in_order = partitions.windows(2).all(|two| two[0].2 <= two[1].1);
    assert!(in_order, "one reaches into the next: {partitions:x?}");
    let factory = format!("0x{:x}", start + layout(KEPT_BYTES).factory);
    let readme = fs::read_to_string(board.join("README.md")).expect("its README");
    assert!(
        readme.contains(&format!("write-bin {factory}")),
        "{factory}"
    );
}
