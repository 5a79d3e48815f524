// SPDX-License-Identifier: Apache-2.0

/// How a front door wants a reply; they differ in how a header that occurs several times, which is `Set-Cookie`, is written.
enum ReplyShape: CaseIterable {
    /// Payload 1.0: `headers`, and `multiValueHeaders` of which only `Set-Cookie` is used; it overrides `headers` for that name.
    case multiValueHeaders
    /// Payload 2.0: `headers`, and the `cookies` array; `multiValueHeaders` is ignored there.
    case cookies
    /// A load balancer's target group without multi-value headers: `headers` only.
    ///
    /// Several cookies are told apart by the case of their header's name, see ``CookieName``.
    case singleValues
    /// A load balancer's target group with multi-value headers: all of them in `multiValueHeaders`, and `headers` is ignored.
    case multipleValues

    /// The longest reply in bytes of JSON that reaches the client.
    ///
    /// A load balancer takes 1 MB, whatever Lambda does.
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html>
    var longestReply: Int {
        switch self {
        case .multiValueHeaders, .cookies: RuntimeAPI.maximumReply
        case .singleValues, .multipleValues: 1_000_000
        }
    }
}
