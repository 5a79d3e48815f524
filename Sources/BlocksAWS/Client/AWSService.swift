// SPDX-License-Identifier: Apache-2.0

/// What is fixed about one AWS service.
///
/// All but Amazon S3 speak the AWS JSON protocol: <https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html>.
struct AWSService: Sendable {
    /// The first label of the service's host, which is also its name in signatures.
    let hostPrefix: String
    /// What follows `AWS_ENDPOINT_URL_` in the variable that replaces the endpoint.
    let variableSuffix: String
    /// The part of `X-Amz-Target` before the operation's name.
    let targetPrefix: String
    /// The `Content-Type` of requests.
    let contentType: String
    /// When and how long to wait between attempts.
    let backoff: Backoff
    /// Whether `LimitExceededException` asks to slow down.
    ///
    /// In Cognito it is what the user has to be told: too many codes asked for or tried.
    let limitExceededIsThrottling: Bool
    /// Longest wait for one attempt.
    let attemptTimeout: Duration
    /// How the service wants its signatures.
    var signing = SigV4Options()

    static let dynamoDB = AWSService(
        hostPrefix: "dynamodb", variableSuffix: "DYNAMODB", targetPrefix: "DynamoDB_20120810",
        contentType: "application/x-amz-json-1.0", backoff: Backoff(base: .milliseconds(25)),
        limitExceededIsThrottling: true, attemptTimeout: .seconds(5))

    static let ssm = AWSService(
        hostPrefix: "ssm", variableSuffix: "SSM", targetPrefix: "AmazonSSM", contentType: "application/x-amz-json-1.1",
        backoff: Backoff(base: .milliseconds(50)), limitExceededIsThrottling: true, attemptTimeout: .seconds(5))

    /// A sign-up or sign-in may wait for the pool's Lambda triggers, each of which Cognito gives five seconds.
    static let cognito = AWSService(
        hostPrefix: "cognito-idp", variableSuffix: "COGNITO_IDENTITY_PROVIDER",
        targetPrefix: "AWSCognitoIdentityProviderService", contentType: "application/x-amz-json-1.1",
        backoff: Backoff(base: .milliseconds(50)), limitExceededIsThrottling: false, attemptTimeout: .seconds(15))

    /// Only objects are fetched from it, whose bytes are the whole answer: it has no targets and no content type.
    static let s3 = AWSService(
        hostPrefix: "s3", variableSuffix: "S3", targetPrefix: "", contentType: "",
        backoff: Backoff(base: .milliseconds(50)), limitExceededIsThrottling: true, attemptTimeout: .seconds(5),
        signing: .s3)
}
