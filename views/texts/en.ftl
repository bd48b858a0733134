## Meeting

greeting =
    Hello! This is the bot of { $business }.

    We will ask how you liked it and pass your words to those who can put things right.

    We keep your Telegram name and your answers. More in /privacy.
agree-button = I agree, go on
agreed-already = You are with us already, thank you.
welcome-later = Thank you! We will ask you one short question soon.
welcome-back =
    Welcome back!

    You can rate us at any time: /rate. All I can do is in /help.

## The question

question =
    How likely are you to recommend { $us } to friends, acquaintances or colleagues?

    <i>0 = not at all likely, 10 = extremely likely</i>
rehearsal =
    <b>A rehearsal.</b> This is what a customer sees; nothing is kept.

    { $text }
scored = Your score is <b>{ $score }</b> out of 10.
change-button = Change the score
why-promoter = What did you like most?
why-passive = What should we do for you to give us a 10?
why-detractor = What went wrong? What should we put right?
why-how = <i>Write it, say it or show it in a photo.</i>
skip-button = Skip
score-saved = Score { $score } saved
thanks-promoter = Thank you! It means a lot to us. Have a good day!
thanks-passive = Thank you! We will think how to do better. Have a good day!
thanks-detractor = Thank you for telling us. We are very sorry it went this way: the owner knows already. Have a good day!
review-button = Leave a public review
survey-expired =
    This survey is closed: it has been a while.

    But your opinion still matters to us.
rate-button = Rate now
change-too-late = A score can be changed within a day. To rate again: /rate
not-your-survey = That question was not for you. Yours: /rate
reminder =
    We would still like to know what you think. One question, one tap.

    { $question }

## Offers

offers-question = May we send you our offers and discounts now and then?
offers-yes-button = Yes, please
offers-no-button = No, thanks
offers-yes = Good, only what is worth it. You can opt out right under any offer.
offers-no = Good, no offers.

## Leaving and coming back

stopped =
    All right, I won't write first any more.

    Your answers are kept, and you can rate us whenever you like: /rate.
resume-button = Turn messages on again
resumed = Glad to have you. Messages are on again.

## Help

privacy =
    <b>What we keep</b>
    Your name and language from Telegram, your scores, your words and what you attached to them.

    <b>What for</b>
    So that { $business } gets better and can answer you. Nobody else is given your data.

    <b>How to leave</b>
    /stop — we don't write first any more. { $contact }
privacy-contact = Questions about your data and erasure: { $contact }.
privacy-no-contact = To have your data erased, ask { $business }.
help-customer =
    I pass your opinion to { $business }.

    /rate — rate us
    /privacy — what we keep
    /stop — don't write to me first
help-admin =
    /broadcast — send customers an offer
    /rate — a rehearsal: the question as a customer sees it
    /privacy — what we keep about customers
    /help — this list
help-owner =
    /stats — scores, NPS and customers' words
    { help-admin }
unknown =
    I am a bot: I understand buttons and commands.

    Rate us: /rate. No more messages: /stop. Help: /help.
unknown-staff = I can't do that. All I can do is in /help.
choose-score = First choose a score from 0 to 10 under the question.
stale-button = This button is out of date. All I can do is in /help
failed = Something went wrong. Nothing is lost: please try again in a minute.

## The desk

desk-owner =
    Hello! You own { $business } in this bot.

    { $cases ->
        [0] No unhappy customers are waiting.
        [one] <b>{ $cases } unhappy customer</b> is waiting: the card comes next.
       *[other] <b>{ $cases } unhappy customers</b> are waiting: the cards come next.
    }

    { help-owner }

    Give customers the link to the bot: { $link }
desk-admin =
    Hello! You are an admin of { $business } in this bot.

    { help-admin }

## Menu

menu-start = Start
menu-rate = Rate us
menu-privacy = What we keep
menu-stop = Don't write to me first
menu-help = What I can do
menu-stats = Scores and customers' words
menu-broadcast = Send an offer


## Figures

stats-title = { $days ->
    [0] All time
    [one] The last day
   *[other] The last { $days } days
}
stats-count = { $n ->
    [0] No answers yet
    [one] { $n } answer
   *[other] { $n } answers
}
stats-none = Asked in this time: { $asked }.
stats-few = The NPS takes at least five answers.
stats-nps = NPS { $nps }
stats-score = NPS <b>{ $nps }</b>, probably between { $low } and { $high }
stats-rough = Few answers, so take it as rough.
stats-reading = By rule of thumb { $reading ->
    [bad] bad
    [good] good
   *[average] average
}: below 0 is bad, above 30 is good
stats-promoter = Promoters
stats-passive = Passives
stats-detractor = Detractors
stats-share = { $group } { $percent }%
stats-group = { $group } ({ $scores }): { $count }
stats-group-share = { $group } ({ $scores }): <b>{ $count }</b>, { $percent }%
stats-response = Response rate { $percent }%: { $answered } answered of { $asked } asked
stats-change = { $direction ->
    [grew] It grew: the period before had { $before }
    [fell] It fell: the period before had { $before }
   *[unclear] No clear change: the period before had { $before }
}
stats-change-unknown = Nothing to compare with: the period before had too few answers
stats-live = Live NPS { $percent }%: { $shared } of { $shown } have ever shared
stats-forecast = Word of mouth a month: { $low } to { $high } customers, { $middle } on average (a book estimate)
stats-friends = Came by customers' links in fact: { $friends }
stats-open-cases = Unhappy customers waiting: { $cases }
stats-reasons = What they say
stats-words = { $score } · { $day } · “{ $words }”
stats-media = { $score } · { $day } · { $kind ->
    [voice] a voice message
    [photo] a photo
    [video] a video
    [video_note] a video
    [document] a file
   *[other] no words
}
stats-period-button = { $days ->
    [0] All time
    [365] A year
   *[other] { $days } days
}
stats-current-button = • { $period }
stats-how =
    Write a number of days from 1 to { $most }, for example: /stats 90

    Or just /stats for { $usual } days.

## Report

report-title = <b>The last day</b> · { $moment }
report-answers = { $n ->
    [0] No new answers
    [one] { $n } answer: promoters { $promoters }, passives { $passives }, detractors { $detractors }
   *[other] { $n } answers: promoters { $promoters }, passives { $passives }, detractors { $detractors }
}
report-month = In { $days } days: NPS <b>{ $nps }</b>, { $count }
report-month-few = In { $days } days: { $count }, too few for an NPS
report-cases = Unhappy customers: { $new } new, { $open } waiting
report-newcomers = New customers: { $newcomers }
report-sent = Our messages to customers: { $sent } sent
report-skipped = Not sent: { $reasons }
report-skip = { $reason ->
    [blocked] blocked the bot
    [consent] no consent
    [stopped] asked us not to write
    [topic_off] switched the topic off
    [offers_consent] offers not welcome
    [open_case] unhappy and waiting
    [too_late] too late by then
    [cap] written to often enough
    [not_needed] no longer needed
   *[other] other
} — { $count }
report-failed = Not delivered: { $failed }
report-unknown = Perhaps delivered: { $unknown } (the connection broke; we don't send twice)
report-more = More in /stats

## Broadcast

campaign-ask = Send one message: a text, a picture, a video, a document… First I'll show you how customers will see it.
campaign-replaced = The earlier draft is cancelled.
campaign-cancel-button = Cancel
campaign-cancelled = The broadcast is cancelled. Nobody got anything.
campaign-now = Will get it now: <b>{ $people }</b>
campaign-later = Later: <b>{ $people }</b> ({ $why })
campaign-never = Won't get it: <b>{ $people }</b> ({ $why })
campaign-nobody = There is nobody to send it to yet.
campaign-send-button = Send to { $people }
campaign-preview-tap = This is a preview. For a customer this button switches offers off.
campaign-stale-draft = This draft was replaced. The buttons are under the latest message.
campaign-stale-confirmed = This broadcast is on its way already.
campaign-stale-done = This broadcast is over already.
campaign-stale-cancelled = This draft is cancelled. Start a new one: /broadcast
campaign-not-shown = Telegram does not let me send this message. Try another: a text, a picture, a video or a document.
campaign-progress = Sending…
campaign-progress-done = All sent.
campaign-progress-sent = Sent: { $sent }, left: { $left }
campaign-progress-later = Of these, later: { $people }
campaign-result = <b>The broadcast is over.</b>
campaign-result-stopped = <b>The broadcast has stopped:</b> the preview was deleted from this chat, so there is nothing left to copy.
campaign-result-sent = Got it: <b>{ $people }</b>
campaign-result-blocked = Blocked the bot: { $people }
campaign-result-failed = Could not be sent: { $people }
campaign-result-unknown = Unknown: { $people } (Telegram's answer was lost; we don't send twice)
campaign-result-skipped = Not sent: { $people } ({ $why })
campaign-why-not-customer = no longer customers
campaign-why-blocked = blocked the bot
campaign-why-consent = have not agreed yet
campaign-why-stopped = asked us not to write
campaign-why-topic-off = switched offers off
campaign-why-offers-consent = never agreed to offers
campaign-why-open-case = wait for an answer to a complaint
campaign-why-too-late = no good time in a week
campaign-why-cap = got enough offers already
campaign-why-gap = just got another message
campaign-why-quiet-hours = quiet hours
campaign-why-not-needed = the broadcast was cancelled
offer-stop-button = No more offers
offer-back-button = Offers are welcome again
offer-stopped = No more offers.
offer-welcome-back = Offers are on again.
offer-album = An album can't be broadcast: it takes no buttons. Send one picture or one video.
offer-wrong-kind = This kind of message can't be broadcast. A text, a picture, a video, a document, a voice message or a sticker can.
offer-no-room = There is no room under this message for the required line "{ $footer }". Send a text, or a picture, video or document with a caption.
offer-too-long =
    { $excess ->
        [one] With the required line it is too long: cut { $excess } character and send it again.
       *[other] With the required line it is too long: cut { $excess } characters and send it again.
    }

## An unhappy customer's case

case-score = 🔔 <b>Score { $score } of 10</b>
case-call = 🔔 <b>A customer calls for a human</b>
case-customer =
    { $customer }
    Customer since { $since }
    At stake: { $stake }
case-reason = <blockquote>{ $reason }</blockquote>
case-no-reason = No reason given yet.
case-reason-below = The reason is in the messages below.
case-new = <i>Waiting for an answer</i>
case-in-progress = <i>In progress</i>
case-closed = <i>Closed</i>
case-words = <b>{ $name }:</b> { $words }

## Tell a friend

share-prompt = We are glad that you like it here. Would you share us with somebody who may need it?
share-button = Share
share-later-button = Not now
share-declined = All right. Thank you for being with us!
share-reward = For a friend who comes by your link: { $reward }
share-link =
    Your personal link:
    { $link }

    Send it to a friend: it begins their talk with us.
share-send-button = Send to a friend
share-words = I like { $business }. Have a look, it may be of use.
