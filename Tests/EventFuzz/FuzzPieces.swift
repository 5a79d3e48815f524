// SPDX-License-Identifier: Apache-2.0

/// Texts that programs stumble over.
enum FuzzPieces {
    /// Values.
    static let scalars = bytes([
        "null", "true", "false", "0", "-0", "1", "-1", "1.5", "1e400", "-1e-400", "1e2", "9223372036854775807",
        "9223372036854775808", "-9223372036854775809", "18446744073709551616", "0.1e1",
        "123456789012345678901234567890", #""""#, #"" ""#, #""\u0000""#, #""\ud800""#, #""\udc00\ud800""#,
        #""\ud83d\ude00""#, #""\r\nSet-Cookie: x=1""#, #""/""#, #""//""#, #""/../..""#, #""/%zz%""#, #""/a?b#c""#,
        #""=""#, #""====""#, #""AA==""#, #""AA=""#, #""/w==""#, #""$default""#, #""2.0""#, #""POST""#, #""G T""#,
        #""HEAD""#, #""OPTIONS""#, #""é""#, "\"é\"", "\"\u{1F600}\"", #""aws:sqs""#, #""aws:sns""#, #""aws:kinesis""#,
        #""aws:dynamodb""#, #""blocks.job""#, #""PreSignUp_SignUp""#, #""CONNECT""#, #""MESSAGE""#,
        #""a=1; a=2; auth_my-app-auth=x""#, #""status=204&status=600""#, #""https://app.example.com""#,
        #""application/json""#, #""arn:aws:sqs:eu-central-1:123456789012:orders""#, #""::::::""#,
        "\"" + String(repeating: "a", count: 3_000) + "\"", "\"" + String(repeating: "%41&=;,", count: 300) + "\"",
    ])

    /// What goes into strings.
    static let insideStrings = bytes([
        #"\u0000"#, #"\ud800"#, #"\r\n"#, #"\""#, #"\\"#, "%00", "%", "%2F", "=", ";", ",", "; a=1", "/", "//", "..",
        ":", "&", "+", " ", "\u{7F}", "é", "\u{1F600}", #"\u00e9"#, "{", "[", "a", "9", "-",
    ])

    /// What JSON has no place for.
    static let mistakes = bytes([
        "NaN", "01", "1.", "+1", "\n", "\0", "\"", "\\", "\"\\x\"", "\"\t\"", "'a'", "undefined", "",
    ])

    /// What JSON is made of, and not.
    static let tokens = bytes([
        "{", "}", "[", "]", ",", ":", "\"", "\\", "/", " ", "\n", "\u{FEFF}", "//", "'", "\"a\":",
        "\"requestContext\":{",
    ])

    private static func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }
}
