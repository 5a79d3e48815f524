// SPDX-License-Identifier: Apache-2.0

/// `value` as a `Target`, if that is the very type it has.
///
/// What `as?` comes to, without the runtime's cast in code that is not specialised.
@inline(__always)
func exactly<Value, Target>(_ value: Value, _ type: Target.Type) -> Target? {
    guard Value.self == Target.self else { return nil }
    // The types are the same, so this rebinds nothing.
    return withUnsafePointer(to: value) { UnsafeRawPointer($0).assumingMemoryBound(to: Target.self).pointee }
}
