// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Logging

extension AuthCognito {
    /// What holds for a sign-in of the user who goes by one of `names`.
    func circumstances(
        _ names: [String], _ context: BlocksContext, _ encodedData: Secret<String>?
    ) async throws -> SignInFlow.Circumstances {
        SignInFlow.Circumstances(
            userPoolID: service.pool.userPoolID, prefersSRP: options.preferredChallenge == .passwordSRP,
            concealsUnconfirmed: options.concealsTakenNames, device: try await devices.remembered(names, context),
            userContext: userContext(context, encodedData))
    }

    /// Does what the machine asks for until there is something to tell the client.
    func run(_ flow: inout SignInFlow, _ first: SignInFlow.Action, _ context: BlocksContext) async throws
        -> SignInResult
    {
        var action = first
        while true {
            switch action {
            case .initiate(let input): action = try next(&flow, after: await reply(to: input), context)
            case .respond(let input): action = try next(&flow, after: await reply(to: input), context)
            case .drawClient: action = flow.received(client: try SRPClient(random: random))
            case .prove(let request): action = flow.received(proof: try proof(request))
            case .associateSoftwareToken(let session):
                action = flow.received(secret: try await service.associateSoftwareToken(.session(session)))
            case .verifySoftwareToken(let input):
                action = flow.received(verification: try await service.verifySoftwareToken(input))
            case .next(let kind, let envelope):
                let keys = try await sessions.secrets.keys()
                let end = clock.now().adding(seconds: ChallengeEnvelope.lifetimeSeconds)
                let handle = try envelope.sealed(with: keys, block: fullID, expires: end, random: random)
                return .continueSignIn(SignInNextStep(kind: kind, session: handle))
            case .signedIn(let tokens): return .signedIn(try await finish(tokens, flow, context))
            case .fail(let error): throw error
            }
        }
    }

    private func next(
        _ flow: inout SignInFlow, after reply: Result<AuthOutput, AWSError>, _ context: BlocksContext
    ) throws -> SignInFlow.Action {
        switch reply {
        case .success(let output): return flow.received(output)
        case .failure(let error):
            let action = flow.refused(error)
            if flow.refusedDevice { devices.clear(context) }
            guard let action else { throw error }
            return action
        }
    }

    private func reply(to input: InitiateAuthInput) async -> Result<AuthOutput, AWSError> {
        do {
            guard let administration = signInAdministration else {
                return .success(try await service.initiateAuth(input))
            }
            return .success(try await administration.adminInitiateAuth(input))
        } catch { return .failure(error) }
    }

    private func reply(to input: RespondToAuthChallengeInput) async -> Result<AuthOutput, AWSError> {
        do {
            guard let administration = signInAdministration else {
                return .success(try await service.respondToAuthChallenge(input))
            }
            return .success(try await administration.adminRespondToAuthChallenge(input))
        } catch { return .failure(error) }
    }

    /// Cognito's half was checked already, so that a failure here is one of ours.
    private func proof(_ request: SignInFlow.ProofRequest) throws(CryptoError) -> SignInFlow.Proof {
        let timestamp = clock.now().srpFormat
        let signature = try request.password.withExposed { password throws(CryptoError) in
            try request.client.proof(
                request.challenge, identity: request.identity, password: password, timestamp: timestamp)
        }
        return SignInFlow.Proof(signature: signature, timestamp: timestamp)
    }

    /// Begins the session, then sees to the device, whose failures refuse nobody.
    private func finish(_ tokens: AuthTokens, _ flow: SignInFlow, _ context: BlocksContext) async throws -> CognitoUser
    {
        let device = flow.circumstances.device
        let user = try await sessions.begin(
            tokens, deviceKey: tokens.newDevice?.deviceKey ?? device?.deviceKey, typedName: flow.typedName, context)
        // The name may be an address; the permanent id is nobody's secret, and CloudTrail has it too.
        context.logger.info(
            "Signed in", metadata: ["sub": "\(user.userSub)", "flow": "\(options.authFlowType.rawValue)"])
        let names = [user.username, flow.typedName]
        if let new = tokens.newDevice, let accessToken = tokens.accessToken {
            await devices.confirm(new, accessToken, names, context)
        } else if let device {
            await devices.keep(device.known(as: names + device.names), context)
        }
        return user
    }
}
