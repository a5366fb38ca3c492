cd /tmp/bench5/camera-proto/bench; export CARGO_TARGET_DIR=/tmp/bench5target
F="-C linker=ld.lld -C linker-flavor=ld.lld -C link-arg=-T/tmp/bench5/.ci/measure/riscv.ld -C link-arg=--gc-sections --cfg sha2_backend=\"soft\" --cfg sha2_backend_soft=\"compact\""
RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 RUSTFLAGS="$F" CARGO_TARGET_DIR=/tmp/bench5target/cross BENCH_LIST=1 BENCH_PLACE=1 /usr/bin/cargo build -q -Zbuild-std=core -Zbuild-std-features=compiler-builtins-mem --target riscv32imc-unknown-none-elf --profile z --bin count
timeout 60 qemu-system-riscv32 -M virt -bios none -icount shift=0 -nographic -monitor none -serial none -chardev stdio,id=told -semihosting-config enable=on,target=native,chardev=told -kernel /tmp/bench5target/cross/riscv32imc-unknown-none-elf/z/count
