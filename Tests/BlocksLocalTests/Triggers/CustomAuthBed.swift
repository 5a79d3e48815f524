// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

@testable import BlocksLocal

/// A custom sign-in as an application may declare it: one word, three tries, after a proof of the password where one was made.
enum WordSignIn {
    static let word = "sesame-0815"

    static func declare(_ app: AppBuilder, _ asked: Asked) {
        app.onTrigger(.defineAuthChallenge) { event in
            let session = event.request.session
            asked.note("define \(session.map(\.text).joined(separator: " ")) \(event.request.userNotFound)")
            var response = event.response
            let tries = session.filter { $0.challengeName == "CUSTOM_CHALLENGE" }
            if session.map(\.challengeName) == ["SRP_A"] {
                response.pose("PASSWORD_VERIFIER")
            } else if tries.last?.challengeResult == true {
                response.succeed()
            } else if tries.count >= 3 {
                response.fail()
            } else {
                response.pose()
            }
            return response
        }
        app.onTrigger(.createAuthChallenge) { event in
            asked.note("create \(event.request.session.count) \(event.request.challengeName)")
            var response = event.response
            response.publicChallengeParameters = ["hint": "open", "USERNAME": "mallory"]
            response.privateChallengeParameters = ["word": Secret(word)]
            response.challengeMetadata = "WORD"
            return response
        }
        app.onTrigger(.verifyAuthChallengeResponse) { event in
            asked.note("verify \(event.request.clientMetadata["from"] ?? "")")
            var response = event.response
            let word = event.request.privateChallengeParameters["word"]?.exposed
            // A careless handler: it is for the pool to see that nobody is nobody.
            response.answerCorrect = event.request.challengeAnswer.exposed == word
            return response
        }
    }
}

extension ChallengeResult {
    fileprivate var text: String {
        "\(challengeName):\(challengeResult)\(challengeMetadata.map { ":\($0)" } ?? "")"
    }
}
