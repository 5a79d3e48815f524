// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counts the calls of `malloc` and its kin.
///
/// The linker's `--wrap` (see Package.swift) sends every call in this executable here first. Build it with the static Swift
/// runtime: calls inside a shared one are not seen.
enum Allocations {
    private static let made = Atomic<Int>(0)

    /// How many there have been.
    static var count: Int { made.load(ordering: .relaxed) }

    fileprivate static func add() { made.add(1, ordering: .relaxed) }
}

@_silgen_name("__real_malloc")
private func realMalloc(_ size: Int) -> UnsafeMutableRawPointer?

@_silgen_name("__real_calloc")
private func realCalloc(_ count: Int, _ size: Int) -> UnsafeMutableRawPointer?

@_silgen_name("__real_realloc")
private func realRealloc(_ pointer: UnsafeMutableRawPointer?, _ size: Int) -> UnsafeMutableRawPointer?

@_silgen_name("__real_posix_memalign")
private func realAlignedMalloc(
    _ pointer: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int
) -> Int32

@_cdecl("__wrap_malloc")
func countedMalloc(_ size: Int) -> UnsafeMutableRawPointer? {
    Allocations.add()
    return realMalloc(size)
}

@_cdecl("__wrap_calloc")
func countedCalloc(_ count: Int, _ size: Int) -> UnsafeMutableRawPointer? {
    Allocations.add()
    return realCalloc(count, size)
}

@_cdecl("__wrap_realloc")
func countedRealloc(_ pointer: UnsafeMutableRawPointer?, _ size: Int) -> UnsafeMutableRawPointer? {
    Allocations.add()
    return realRealloc(pointer, size)
}

@_cdecl("__wrap_posix_memalign")
func countedAlignedMalloc(
    _ pointer: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int
) -> Int32 {
    Allocations.add()
    return realAlignedMalloc(pointer, alignment, size)
}
