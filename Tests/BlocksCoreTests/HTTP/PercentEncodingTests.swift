// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("AZaz09-._~", "AZaz09-._~"), ("a b/c?d=e&f+g%", "a%20b%2Fc%3Fd%3De%26f%2Bg%25"),
        ("é€𝄞", "%C3%A9%E2%82%AC%F0%9D%84%9E"),
        ("\0\r\n", "%00%0D%0A"), ("!'()*", "%21%27%28%29%2A"),
    ])
    func `all but unreserved characters are encoded, and decoding undoes it`(text: String, encoded: String) {
        #expect(PercentEncoding.encode(component: text) == encoded)
        #expect(PercentEncoding.decode(encoded) == text)
    }

    @Test(arguments: [("%41%7a%7A", "Azz"), ("a+b", "a+b"), ("%2541", "%41"), ("é", "é")])
    func `text is decoded once`(encoded: String, text: String) {
        #expect(PercentEncoding.decode(encoded) == text)
    }

    @Test(arguments: ["%", "%4", "%4g", "%g4", "%%41", "a%", "%C3", "%FF", "%ED%A0%80", "%C0%80", "%+1", "% 41"])
    func `what is malformed or not UTF-8 is refused`(encoded: String) {
        #expect(PercentEncoding.decode(encoded) == nil)
    }
}
