// SPDX-License-Identifier: Apache-2.0

/// The bytes of an authenticator app's secret, read as apps read it.
///
/// Base32 in either case, without padding; bits that fill no byte are dropped (RFC 4648 §6 lets a decoder do so). moto's fixed secret
/// is one of that kind, which our own strict decoder refuses.
func appSecret(_ text: String) -> [UInt8]? {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    var bytes: [UInt8] = []
    var (pending, count) = (0, 0)
    for character in text.uppercased() {
        guard let value = alphabet.firstIndex(of: character) else { return nil }
        (pending, count) = ((pending << 5 | value) & 0xFFF, count + 5)
        if count >= 8 {
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: pending >> count))
        }
    }
    return bytes
}
