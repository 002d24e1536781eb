// SPDX-License-Identifier: Apache-2.0
// What Cognito does around a sign-in that the emulator cannot do: a pool of one user whose sign-in
// calls PreAuthentication, the three challenge triggers, PostAuthentication and PreTokenGeneration,
// with the session between the calls kept as Cognito keeps it.
import { randomUUID } from 'node:crypto';

export class SignInError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

const notAuthorized = () =>
  new SignInError('NotAuthorizedException', 'Incorrect username or password.');

// An element of the session.
const step = (challengeName, challengeResult, challengeMetadata = null) => ({
  challengeName,
  challengeResult,
  challengeMetadata,
});

export class Pool {
  // `invoke` answers an event: {body, error}. `user` is {userName, attributes, groups}; undefined if
  // the user does not exist and the client hides that.
  constructor(
    invoke,
    { user, name = 'jane.doe', clientId = '1example23456789', triggers, version = '1' },
  ) {
    Object.assign(this, { invoke, user, name, clientId, triggers, version });
    this.events = []; // as they were sent
    this.sessions = new Map();
  }

  async call(source, request, response, version = '1') {
    const trigger = source.slice(0, source.indexOf('_'));
    const event = {
      version,
      region: 'eu-central-1',
      userPoolId: 'eu-central-1_Example01',
      userName: this.name,
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: this.clientId },
      triggerSource: source,
      request: { userAttributes: this.user?.attributes ?? {}, ...request },
      response,
    };
    if (!this.user) event.request.userNotFound = true;
    this.events.push(event);
    const { body, error } = await this.invoke(event);
    const answer = JSON.parse(body);
    if (error) {
      throw new SignInError(
        'UserLambdaValidationException',
        `${trigger} failed with error ${answer.errorMessage}.`,
      );
    }
    const { response: given, ...sent } = event;
    const { response: filled, ...returned } = answer;
    if (JSON.stringify(sent) !== JSON.stringify(returned)) {
      throw new SignInError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
    }
    return filled;
  }

  // InitiateAuth with AuthFlow CUSTOM_AUTH; with CHALLENGE_NAME=SRP_A if `srp`.
  async initiate({ validationData, srp = false } = {}) {
    if (this.triggers.includes('PreAuthentication')) {
      const request = { validationData: validationData ?? null };
      await this.call('PreAuthentication_Authentication', request, {});
    }
    return this.#define(srp ? [step('SRP_A', true)] : []);
  }

  // RespondToAuthChallenge to PASSWORD_VERIFIER: Cognito itself knows whether the password is right.
  async respondPassword(session, right) {
    const state = this.#take(session, 'PASSWORD_VERIFIER');
    if (!right) throw notAuthorized();
    return this.#define([...state.session, step('PASSWORD_VERIFIER', true)]);
  }

  // RespondToAuthChallenge with ANSWER.
  async respond(session, answer) {
    const state = this.#take(session, 'CUSTOM_CHALLENGE');
    const { answerCorrect } = await this.call(
      'VerifyAuthChallengeResponse_Authentication',
      { privateChallengeParameters: state.private, challengeAnswer: answer },
      { answerCorrect: null },
    );
    if (typeof answerCorrect !== 'boolean') {
      throw new SignInError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
    }
    const done = step('CUSTOM_CHALLENGE', answerCorrect, state.metadata);
    return this.#define([...state.session, done]);
  }

  // What is kept under a session, which answers once.
  #take(session, challenge) {
    const state = this.sessions.get(session);
    this.sessions.delete(session);
    if (state?.challenge === challenge) return state;
    throw new SignInError('NotAuthorizedException', 'Invalid session for the user.');
  }

  async #define(session) {
    const decided = await this.call(
      'DefineAuthChallenge_Authentication',
      { session },
      { challengeName: null, issueTokens: null, failAuthentication: null },
    );
    if (decided.failAuthentication) throw notAuthorized();
    if (decided.issueTokens) return this.#issue();
    const { challengeName: challenge } = decided;
    const id = randomUUID();
    if (challenge === 'PASSWORD_VERIFIER') {
      this.sessions.set(id, { challenge, session });
      return { challenge, parameters: {}, session: id };
    }
    if (challenge !== 'CUSTOM_CHALLENGE') {
      const message = `No challenge: ${JSON.stringify(decided)}`;
      throw new SignInError('InvalidLambdaResponseException', message);
    }
    const created = await this.call(
      'CreateAuthChallenge_Authentication',
      { challengeName: challenge, session },
      {
        publicChallengeParameters: null,
        privateChallengeParameters: null,
        challengeMetadata: null,
      },
    );
    this.sessions.set(id, {
      challenge,
      session,
      private: created.privateChallengeParameters ?? {},
      metadata: created.challengeMetadata,
    });
    return { challenge, parameters: created.publicChallengeParameters ?? {}, session: id };
  }

  async #issue() {
    if (!this.user) throw notAuthorized();
    if (this.triggers.includes('PostAuthentication')) {
      await this.call('PostAuthentication_Authentication', { newDeviceUsed: false }, {});
    }
    return { tokens: await this.tokens('TokenGeneration_Authentication') };
  }

  // The claims and scopes of both tokens, as the trigger changes them.
  async tokens(source, scopes = ['aws.cognito.signin.user.admin']) {
    const id = { sub: this.user?.attributes.sub, email: this.user?.attributes.email };
    const access = { sub: this.user?.attributes.sub, client_id: this.clientId };
    const groups = this.user?.groups ?? [];
    const container =
      this.version === '1' ? 'claimsOverrideDetails' : 'claimsAndScopeOverrideDetails';
    const request = {
      groupConfiguration: { groupsToOverride: groups, iamRolesToOverride: [], preferredRole: null },
    };
    if (this.version !== '1') request.scopes = scopes;
    const answer = await this.call(source, request, { [container]: null }, this.version);
    const details = answer[container] ?? {};
    const change = (token, { claimsToAddOrOverride = {}, claimsToSuppress = [] } = {}) => {
      const kept = Object.entries({ ...token, ...claimsToAddOrOverride });
      return Object.fromEntries(kept.filter(([name]) => !claimsToSuppress.includes(name)));
    };
    const given = details.groupOverrideDetails;
    const overridden = given === undefined ? groups : (given?.groupsToOverride ?? []);
    if (this.version === '1') {
      return { id: change(id, details), access, scopes, groups: overridden };
    }
    const { scopesToAdd = [], scopesToSuppress = [] } = details.accessTokenGeneration ?? {};
    return {
      id: change(id, details.idTokenGeneration),
      access: change(access, details.accessTokenGeneration),
      scopes: [...scopes, ...scopesToAdd].filter((scope) => !scopesToSuppress.includes(scope)),
      groups: overridden,
    };
  }
}
