## Meeting

greeting =
    Hello! This is the bot of { $business }.

    We will ask how you liked it and pass your words to those who can put things right.

    We keep your Telegram name, your answers and our conversations. More in /privacy.
agree-button = I agree, go on
agreed-already = You are with us already, thank you.
welcome-later = Thank you! We will ask you one short question soon.
welcome-back =
    Welcome back!

    You can rate us at any time: /rate. See /help for all I can do.

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
done-button = Done
chip-taken = ✓ { $chip }
why-cannot-hear = We could not read that. Please write it, say it or show it in a photo.
score-saved = Score { $score } saved
thanks-promoter = Thank you! It means a lot to us. Have a good day!
thanks-passive = Thank you! We'll think how to do better. Have a good day!
thanks-detractor = Thank you for telling us. We are very sorry it went this way. We have told the owner. Have a good day!
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
offers-yes = All right, we'll send only what is worth it. You can opt out right under any offer.
offers-no = All right, no offers.

## Leaving and coming back

stopped =
    All right, I won't write first any more.

    Your answers are kept, and you can rate us whenever you like: /rate.
resume-button = Turn messages on again
resumed = Glad to have you. Messages are on again.

## Help

privacy =
    <b>What we keep</b>
    Your name, username, id and language in Telegram; your scores, words, photos and voice messages; our conversations; consents and settings; whose link brought you; what the bot sent you and when.

    <b>What for</b>
    So that { $business } gets better and can answer you. { $readers } Without your permission we give it to nobody else.

    <b>For how long</b>
    Until you ask to have it erased. /forget erases everything at once. { $remains }

    Words of yours passed to the owners less than 48 hours ago are deleted there too. Older ones, and those they opened themselves, stay in their chats. Backups of the database hold your data until newer ones replace them.

    /mydata — everything about you in one file
    /forget — erase your data
    /stop — we no longer write first

    { $contact }
privacy-remains = Only scores without a name stay.
privacy-remains-hash = What stays is scores without a name, and an irreversible fingerprint of your id: should you return, we won't take you for a new customer.
privacy-contact = Questions about your data: { $contact }
privacy-no-contact = Questions about your data: ask { $business }.
help-customer =
    I pass your opinion to { $business }.

    /rate — rate us
    /share — tell a friend about us
    /human — call a human
    /settings — topics, language, time, birthday
    /privacy — what we keep
    /mydata — everything about you in one file
    /forget — erase your data
    /stop — we won't write first any more
help-admin =
    /broadcast — send customers an offer
    /campaigns — broadcasts: how they go and what they brought
    /ask — ask chosen customers the question
    /qr — touchpoints and their QR codes
    /staff — the team
    /rate — a rehearsal: the question as a customer sees it
    /settings — language and time
    /privacy — what we keep about customers
    /help — this list
help-owner =
    /stats — scores, NPS and customers' words
    /comments — customers' words in order, with voice messages and photos
    /cases — unhappy customers: who waits, and what was done
    /report — what is new since the last report, in a week, in a month
    /why — what a customer was sent, what not, and why
    { help-admin }
unknown =
    I am a bot: I understand buttons and commands.

    Rate us: /rate. No more messages: /stop. Help: /help.
unknown-staff = I can't do that. See /help for all I can do.
choose-score = First choose a score from 0 to 10 under the question.
stale-button = This button is out of date. See /help for all I can do
failed = Something went wrong. Please try again in a minute.

## The desk

desk-owner =
    Hello! Here you are the owner of { $business }.

    { $cases ->
        [0] No unhappy customers are waiting.
        [one] <b>{ $cases } unhappy customer</b> is waiting, the card is in this chat.
       *[other] <b>{ $cases } unhappy customers</b> are waiting, the cards are in this chat.
    }

    { help-owner }

    Give customers the link to the bot: { $link }
desk-admin =
    Hello! Here you are an admin of { $business }.

    { help-admin }

## Menu

menu-start = Start
menu-rate = Rate us
menu-rate-staff = A rehearsal: the question as a customer sees it
menu-privacy = What we keep
menu-mydata = My data as a file
menu-forget = Erase my data
menu-stop = No more messages from you
menu-help = What I can do
menu-stats = Scores and customers' words
menu-comments = Customers' words in order
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
stats-few = An NPS needs at least five answers.
stats-nps = NPS { $nps }
stats-score = NPS <b>{ $nps }</b>, probably between { $low } and { $high }
stats-rough = Few answers, so it is rough.
stats-reading = By rule of thumb this is { $reading ->
    [bad] bad: below 0
    [good] good: above 30
   *[average] average: 0 to 30
}
stats-promoter = Promoters
stats-passive = Passives
stats-detractor = Detractors
stats-share = { $group } { $percent }%
stats-group = { $group } ({ $scores }): { $count }
stats-group-share = { $group } ({ $scores }): <b>{ $count }</b>, { $percent }%
stats-response = Response rate { $percent }%: { $answered } answered of { $asked } asked
stats-change = { $direction ->
    [grew] It grew: it was { $before } before
    [fell] It fell: it was { $before } before
   *[unclear] No clear change: it was { $before } before
}
stats-change-unknown = Nothing to compare with: the period before had too few answers
stats-live = Live NPS of all time { $percent }%: { $shared } of { $shown }
stats-forecast = Forecast for a month (a book estimate): { $low } to { $high } customers, { $middle } on average
stats-friends = In fact links brought in this time: { $friends }
stats-recovered = Unhappy customers won back: { $recovered } of { $closed }
stats-sharing-button = Word of mouth
stats-sharing = <b>Word of mouth</b> of all time
stats-sharing-none = Nobody has been offered to share yet. We ask a promoter a day after the score.
stats-funnel = Shown { $shown } → tapped { $tapped } → shared { $shared }
stats-funnel-friends = Friends: { $joined } came, { $proven } confirmed
stats-open-cases = Unhappy customers waiting: { $cases }
stats-reasons = What they say
stats-words = { $score } · { $day } · “{ $words }”
stats-words-chips = { $score } · { $day } · { $chips } · “{ $words }”
stats-chips = { $score } · { $day } · { $chips }
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
    [one] { $n } answer: promoters { $promoters }, passives { $passives }, detractors { $detractors }
   *[other] { $n } answers: promoters { $promoters }, passives { $passives }, detractors { $detractors }
}
report-month = In { $days } days: NPS <b>{ $nps }</b>, { $count }
report-month-few = In { $days } days: { $count }, too few for an NPS
report-cases = Unhappy customers: { $new } new, { $closed } closed, { $open } open
report-newcomers = New customers: { $newcomers }{ $friends ->
    [0] { "" }
   *[other] , of them from friends: { $friends }
}
report-sent = Our messages to customers: { $sent } sent
report-skipped = Not sent, { $total }: { $reasons }
report-skip = { nudge-reason } ({ $count })
report-failed = Not delivered: { $failed }
report-unknown = Perhaps delivered: { $unknown } (the connection broke; we don't send twice)
report-more = More in /stats

## Broadcast

offer-stop-button = No more offers
offer-back-button = Turn offers on again
offer-stopped = No more offers.
offer-welcome-back = Offers are on again.
offer-opened = Tap once more to open it.
offer-wrong-kind =
    { $kind ->
        [album] An album of this kind
        [checklist] A checklist
        [game] A game
        [giveaway] A giveaway
        [giveaway_winners] The result of a giveaway
        [invoice] An invoice
        [paid_media] A paid post
        [protected] A message that is protected from copying
        [quiz] Somebody else's quiz
        [story] A story
       *[other] This kind of message
    } can't be broadcast: Telegram lets nobody copy it. A text, a picture, a video, an album, a document, a voice message, a poll or a sticker can.
offer-nameless = Whoever has no name would get an empty message. Add words to the name or, after a bar, something to put for it: “{ $open }name|dear guest{ $close }”.
offer-too-long =
    { $why ->
        [line] With the required line it is too long
        [name] With a long name of a customer it does not fit
       *[caption] The caption is too long
    }: cut { $excess } { $excess ->
        [one] character
       *[other] characters
    } and send it again.

## An unhappy customer's case

case-score = 🔔 <b>Score { $score } of 10</b>
case-call = 🔔 <b>A customer calls for a human</b>
case-customer =
    { $customer }
    Customer since { $since }
case-reason = <blockquote>{ $reason }</blockquote>
case-no-reason = No reason given yet.
case-reason-below = The reason is in the messages below.
case-reason-whole = <i>All of it is in /comments</i>
case-chips = About: { $chips }
case-words = <b>{ $name }:</b> { $words }
case-wordless = <b>{ $name }</b>

## Tell a friend

share-prompt = We are glad that you like it here. Would you tell somebody who may like it too?
share-button = Share
share-later-button = Not now
share-declined = All right. Thank you for being with us!
share-reward = For a friend who comes by your link: { $reward }
share-link =
    Your personal link:
    { $link }

    Send it to a friend, or show the QR code: it leads straight to us.
    The code, in case the link fails: <code>{ $code }</code>
share-friends = { $joined ->
    [0] Nobody has come by your link yet.
   *[other] Came by your link: <b>{ $joined }</b>, confirmed: <b>{ $proven }</b>
}
share-send-button = Send to a friend
share-card-button = Send as a card
share-qr-button = QR as a file
share-words = I like { $business }. Have a look, you may like it too.
share-call = Point your camera: a friend invites you
share-staff =
    Personal links are for customers: invitations by the team don't count.

    Here is the link to the bot, the same for everybody:
    { $link }
share-words-staff = { $business } is on Telegram now. Have a look!
card-title = Invite to { $business }
card-description = A card with your personal link
card-description-staff = A card with the link to the bot
card-button = Open the bot
card-start-button = Open the bot

## Settings

menu-settings = Topics, language, time
menu-settings-staff = Language and time
settings =
    <b>Settings</b>

    Your time: { $time } ({ $city }).
settings-birthday-is = Birthday: { $day }.
settings-topics = What shall we send you? Tick what you like.
settings-stopped = Messages are off: we don't write first.
settings-before =
    <b>Settings</b>

    For now you can choose the language. The rest comes once you agree to go on. What we keep: /privacy.
topic-surveys = Surveys
topic-reminders = Reminders
topic-greetings = Greetings
topic-offers = Offers
topic-referrals = Telling friends
language-ru = Русский
language-en = English
settings-zone-button = Time zone
settings-zone = What time is it where you are? Choose a city that has your time.
settings-city-button = Another city
settings-back-button = ‹ Back
settings-cancel-button = Cancel
settings-city = Type your city.
settings-city-right = { $city }. Is it { $time } where you are?
settings-city-yes-button = Yes
settings-city-no-button = No
settings-city-which = Which of them?
settings-city-unknown = I don't know that city. Please spell it differently, or name a big city nearby.
settings-birthday-button = Birthday
settings-birthday = When is your birthday? Type the day and the month: 12 May or 12.05.
settings-birthday-unread = I don't know that day. Type the day and the month, such as 12 May or 12.05.
settings-no-birthday-button = Remove my birthday
settings-withdraw-button = Withdraw consent to my data
settings-withdrawn =
    Your consent is withdrawn. No more questions, greetings or offers, and we show your words to nobody.

    Your earlier answers are still there; /forget erases them too. If you change your mind, tap the button or /start.

## Staff

menu-staff = Team
staff-title = <b>Team</b>
staff-role = { $role ->
    [owner] Owner
   *[admin] Admin
}
staff-member = { $name } — { $role ->
    [owner] owner
   *[admin] admin
}
staff-member-named = { $name } — { $role ->
    [owner] owner
   *[admin] admin
}, from the settings
staff-absent = Named in the settings, but yet to open the bot: { $count }
staff-invite-button = { $role ->
    [owner] Invite an owner
   *[admin] Invite an admin
}
staff-log-button = Log
staff-back-button = ‹ To the team
staff-name = <b>{ $name }</b>
staff-card-named = The role comes from the bot's settings: it can't be taken away here.
staff-since = On the team since { $day }
staff-remove-button = Remove from the team
staff-surely =
    Remove from the team: <b>{ $name }</b>?

    The staff's commands close at once.
staff-surely-button = Yes, remove
staff-keep-button = Keep
staff-removed = Done: { $name } is no longer on the team.
staff-gone = { $name } is not on the team any more.
staff-named = { $name }: the role comes from the bot's settings, and can be taken away only there.
staff-last-owner = { $name } is the only owner. Invite another one first.
staff-forward =
    Forward the message below to the person you invite.

    Whoever opens the link first becomes { $role ->
        [owner] an owner
       *[admin] an admin
    }: don't show it to anybody else.
staff-told-joined = { $name } is now { $role ->
    [owner] an owner
   *[admin] an admin
}.
staff-told-removed = You are no longer on the team of { $business }. Thank you for your work!
invitation =
    You are invited to the team of { $business }, to be { $role ->
        [owner] an owner
       *[admin] an admin
    } of its bot.

    { $link }

    The link works once, until { $until }.
invitation-member =
    You are on the team already: { $role ->
        [owner] an owner
       *[admin] an admin
    }. The invitation was not used up.
invitation-named = Your role comes from the bot's settings, and is changed there. The invitation was not used up.
invitation-used = This invitation has been used already. Ask an owner for a new one.
invitation-expired = This invitation is no longer valid. Ask an owner for a new one.
invitation-unknown = There is no such invitation: perhaps the link was cut short. Ask for it to be sent again.
staff-log-title = <b>Log</b>
staff-log-empty = Nothing yet.
staff-log-line = { $moment } · { $done }
staff-act = { $kind ->
    [staff_invited] { $who }: invitation for { $role ->
        [owner] an owner
       *[admin] an admin
    }
    [staff_joined] { $who } is now { $role ->
        [owner] an owner
       *[admin] an admin
    }, invited by { $whom }
    [staff_removed] { $who }: { $whom } is off the team
    [case_taken] { $who }: took the case of { $whom }
    [case_closed] { $who }: closed the case of { $whom }
    [case_reopened] { $who }: reopened the case of { $whom }
    [law_told] { $who }: the rules of advertising were read
    [broadcast_confirmed] { $who }: broadcast sent
    [broadcast_cancelled] { $who }: broadcast cancelled
    [broadcast_paused] { $who }: broadcast paused
    [broadcast_resumed] { $who }: broadcast goes on
    [broadcast_released] { $who }: broadcast sent on to those after the first batch
    [broadcast_stopped] { $who }: broadcast stopped
    [touchpoint_made] { $who }: new touchpoint { $name }
    [touchpoint_renamed] { $who }: touchpoint renamed to { $name }
    [touchpoint_retired] { $who }: touchpoint retired: { $name }
    [touchpoint_returned] { $who }: touchpoint back in use: { $name }
    [referral_proven] { $who }: visit confirmed, who came: { $whom }
    [wave_asked] { $who }: asked chosen customers the question
    [coupon_redeemed] { $who }: coupon redeemed, whose: { $whom }
   *[other] { $who }: { $kind }
}

## Customers' words

comments-title = <b>What customers say</b>
comments-none = No words yet. As soon as a customer explains a score, it will be here.
comments-newer-button = ‹ Newer
comments-older-button = Older ›
comment-head = { $number }. <b>{ $score }</b> · { $day } · { $name }
comment-chips = <i>{ $chips }</i>
comment-words = “{ $words }”
comment-files = ▶︎ { $files }
comment-media = { $kind ->
    [photo] { $n ->
        [1] photo
       *[other] { $n } photos
    }
    [voice] { $n ->
        [1] voice message
       *[other] { $n } voice messages
    }
    [sticker] { $n ->
        [1] sticker
       *[other] { $n } stickers
    }
    [audio] { $n ->
        [1] recording
       *[other] { $n } recordings
    }
    [document] { $n ->
        [1] file
       *[other] { $n } files
    }
   *[other] { $n ->
        [1] video
       *[other] { $n } videos
    }
}
comment-button = ▶︎ { $number }
comment-whose = { $score } · { $day } · { $name }
comment-signed =
    <i>{ $whose }</i>

    { $words }
comment-unplayable = Telegram does not give this message out: it may be too old, or you don't accept voice messages.
no-name = No name

## One's own data

privacy-readers = { $count ->
    [1] Your data is seen by the owner: { $names }.
   *[other] Your data is seen by the owners: { $names }.
}
privacy-readers-unnamed = Your data is seen by its owners only.
mydata = All that we keep about you. Any text editor opens it.
forget =
    <b>Erase your data?</b>

    Your name, words, photos and voice messages, consents and settings will be gone. Of your scores only the numbers stay, without a name.

    What is erased can't be brought back. You can save it all for yourself first: /mydata
forget-button = Erase my data
forget-keep-button = Keep it
forget-sure =
    <b>Really erase it?</b>

    At once, and for good.
forget-sure-button = Yes, erase for good
forget-kept = All right, everything is as it was.
forgotten =
    Done: we have no data of yours any more. Thank you for being with us.

    To come back: /start
forgotten-soon =
    Done: your data is erased. The last traces in working files will be gone as soon as a backup that is running has ended.

    To come back: /start
forget-staff =
    You are on the team of { $business }, and the team's data is not erased this way.

    Ask an owner to take you off the team. After that /forget will work.
nothing-kept = We keep nothing about you. To start again: /start
case-erased = <b>The customer's data is erased</b>, as they asked.

## Touchpoints

menu-qr = QR codes and touchpoints
points =
    <b>Touchpoints</b>

    A place, a person or a moment that you ask about on its own. Each has its own QR code.
points-none =
    <b>Touchpoints</b>

    Make a touchpoint here: a place, a person or a moment that you want to ask about on its own. Each gets its own QR code.
points-button = ‹ All touchpoints
point-new-button = New touchpoint
point-button = { $name } · { $n ->
    [0] no answers
    [one] { $n } answer
   *[other] { $n } answers
}{ $nps ->
    [none] { "" }
   *[other] { " " }· { $nps }
}
point-button-retired = { $name } (retired) · { $n ->
    [0] no answers
    [one] { $n } answer
   *[other] { $n } answers
}{ $nps ->
    [none] { "" }
   *[other] { " " }· { $nps }
}
point-name = <b>{ $name }</b>
point-answers = { $n ->
    [0] No answers yet
    [one] { $n } answer
   *[other] { $n } answers
}
point-nps = NPS { $nps }
point-retired = Retired. Its link just opens the bot, and its answers stay.
point-address =
    Link: { $link }
    The code, for those without a camera: <code>{ $code }</code>
point-print-button = QR to print
point-rename-button = Rename
point-retire-button = Retire
point-return-button = Bring back
point-return-taken = There is a “{ $name }” already. Rename one of them first.
point-ask-name = What is it called? For example: the till, Anna.
point-ask-new-name = What is “{ $name }” called from now on?
point-leave-button = Cancel
point-wrong-name = A name is one line of at most { $most } characters. Please try again.
point-taken-name = There is a “{ $name }” already. Please choose another name.
point-call = Point your camera and rate us in Telegram
point-preview =
    The sign for “{ $name }”.

    Below is the same as a file: A6, ready to print.
stats-by-point-button = By touchpoint
stats-other-point-button = Another touchpoint
stats-all-points-button = All touchpoints
stats-back-button = ‹ Back

## The clock of a conversation with the unhappy

red-title = 🔴 <b>{ $name } has been waiting for { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}</b>
red-score = Score { $score } of 10. At stake: { $stake }.
red-call = The customer is calling a human. At stake: { $stake }.
red-how = <i>Reply to this message, and your words go to the customer.</i>
unsolved =
    ↩️ <b>{ $name }: not solved</b>

    We asked whether all is well, and the customer says no. The conversation is open again. At stake: { $stake }.

    <i>Reply to this message, and your words go to the customer.</i>
solved-question = The other day you gave us a low score. Tell us, please: is it solved now?
solved-question-call = The other day you called a human. Tell us, please: is it solved?
solved-yes-button = Yes, all is well
solved-no-button = No, not solved
solved-yes = Thank you for giving us another chance. We are so glad that all is well now!
solved-after-all-button = Not solved after all
solved-no = We are sorry that it did not work out. Write here what is still wrong: we will pass it on. If it was a slip of the finger, write that too.
solved-stale = This question is an old one, and the conversation has moved on. If something is wrong, call a human: /human
solved-open = The conversation is open again. If all is well by now, just write so.
question-again =
    Some time has passed, and we would like to know what you think now.

    { $question }
report-recovered = Won back in { $days } days: { $recovered } of { $closed } closed { $closed ->
    [one] case
   *[other] cases
}

## Calling a human

human-button = Call a human
human-listening =
    We are listening. Tell us what happened, and a human will read it. Voice and photos will do too.

    { $expectation }
human-off-button = No need any more
human-called-off = All right, nobody is called. If you need a human: /human
human-begun = The conversation has begun. If it is all settled, just write so.
human-waiting =
    We have your words. There is room for more: just write here.

    { $expectation }
human-going-on = The conversation is open: just write here, and a human will answer here too.
human-heard =
    Thank you for writing.

    { $expectation }
human-expect-kept = There is nobody to pass it on to just now. We keep everything and pass it on as soon as there is.
human-expect-resting = We are resting now and will answer { $after }.
human-expect-usual = We usually answer { $wait ->
    [hour] within an hour
    [three-hours] within three hours
    [today] the same day
    [day] within a day
    [two-days] within two days
    [three-days] within three days
   *[week] within a week
}.
human-expect-evening = { $usual } If we don't manage today, we will answer { $after }.
human-expect-free = A human will answer right here as soon as somebody is free.
human-after = { $part ->
    [morning] in the morning, after { $time }
   *[day] after { $time }
}
human-staff = { $role ->
    [owner] This command is for customers: they call you with it. Your conversations with them: /cases
   *[admin] This command is for customers: they call the owner with it.
}
stopped-talk = Your conversation with a human goes on: the answer will come here.

## Who came by whom

code-bound = The invitation counts. Thank you for coming!
code-unknown = There is no such code. Please check every letter.
code-own = This is your own code: send it to a friend.
code-of-staff = This code belongs to our team, so it does not count as an invitation.
code-taken = You have been invited already: an invitation counts only once.
code-known = An invitation counts for those who are new here. We are glad to have you without one!
own-link = This is your own link: send it to a friend.
invited =
    You have been invited! When you come, show this code at the counter:

    <code>{ $code }</code>

    For a visit by invitation: { $reward }
proof-unknown = There is no such code. Check every letter or scan it again.
proof-of-staff = This code belongs to one of the team. There is nothing to confirm.
proof-not-agreed = This guest has not agreed to their data being kept. Let them open the bot and tap “I agree, go on”, then scan the code again.
proof-no-friend = <b>{ $name }</b>: came without an invitation. There is nothing to confirm.
proof-own-friend = <b>{ $name }</b>: invited by you. Let somebody else of the team confirm the visit.
proof-open =
    <b>{ $name }</b>
    In the bot since { $day }
    Invited by: { $inviter }
proof-reward = Promised for a friend: “{ $reward }”
proof-flagged = ⚠️ Many friends came by this link within minutes. Confirm only if the guest is in front of you.
proof-button = Confirm the visit
proof-done = ✓ Visit confirmed on { $moment } by { $who }
proof-by-answer = ✓ The invitation counts since { $moment }: the friend answered the question.
proof-saved = Visit confirmed
proof-already = The visit was confirmed on { $moment } by { $who }
told-proven = A friend has come to us by your link. Thank you for telling them about us!
told-proven-reward = As promised: { $reward }
told-burst =
    ⚠️ <b>{ $name }</b>: { $n ->
        [one] { $n } friend
       *[other] { $n } friends
    } came by this customer’s link within minutes.

    Perhaps a big chat saw the link, perhaps the friends are not real. We will count only those whom the team sees: scan a friend’s code and confirm the visit.

## The conversation with a customer

line-by = <b>{ $name }:</b>
line-by-colleague = ↩️ <b>{ $name } → { $customer }:</b>
line-by-business = <i>{ $business }. A person is writing to you; you can answer right here.</i>
line-changed = <i>(edited)</i>
line-kind = { $kind ->
    [photo] [photo]
    [voice] [voice message]
    [video] [video]
    [video_note] [video message]
    [document] [file]
    [audio] [audio]
    [animation] [animation]
    [sticker] [sticker]
    [contact] [contact]
    [location] [place on the map]
    [venue] [place on the map]
    [poll] [poll]
    [dice] [dice]
   *[other] [message]
}
line-not-arrived = ⚠️ { $why ->
    [blocked] Not delivered: the customer has stopped the bot. The message is kept and goes by itself if they come back.
    [erased] Not delivered: the customer has erased their data and can't be written to any more.
    [voice] Not delivered: the customer does not accept voice and video messages. Please write it instead.
    [long] Not delivered: the message is too long. Shorten it by editing it, and it goes.
    [gone] Not delivered: the original message or file is no longer there. Send it anew as a reply to the card.
   *[other] Not delivered: Telegram did not accept this message. Send it again, or put it another way.
}
line-again-button = Send again
line-again = Sending it again. Once it arrives, your message gets a 👌
line-arrived-after-all = Delivered now 👌
line-cannot-pass-on = A message like this can't be passed on. Text, voice, photos, videos, files and places can.
line-has-blanks = Not sent, still to be filled in: { $blanks }. Edit your message, and it goes.
line-customer-is-gone = The customer has erased their data and can't be written to any more.

## Working on a case

case-scores = Scores: { $scores }
case-scored-on = { $score } ({ $day })
case-stake = At stake: { $money }
case-stake-friends = At stake: { $money } (with the friends who came by their link: { $friends })
case-touchpoint = Touchpoint: { $name }
case-called = 🙋 Asks for a human since { $moment }
case-waits = ⏳ <b>Waiting for an answer</b> since { $moment }
case-taken = 🛠 <b>In progress:</b> { $who }, since { $moment }
case-taken-unanswered = ⏳ No answer yet, waiting since { $moment }
case-closed-by = ✅ <b>Closed:</b> { $who }, { $moment }
case-closed-itself = ✅ <b>Closed</b> { $moment }
case-closing = { $closing ->
    [wishes] All three steps are done
    [raised] The customer raised the score
    [called_off] The customer no longer needs a human
    [joined_staff] The customer is on your team now
   *[other] The case is over
}
case-close-reason = Reason: { $reason }
case-recovered = 💚 The customer says that all is well
case-ticked = ✓ { $wish } — { $who }, { $moment }
case-wish = { $wish ->
    [admitted] Admitted and apologised
    [fixed] Put right
   *[thanked] Thanked for the second chance
}
case-wish-open = ☐ { $wish }
case-wish-met = ✓ { $wish }
case-hint = <i>To answer the customer, reply to this message.</i>
case-take-button = I'll take it
case-templates-button = Reply templates
case-talk-button = Conversation
case-close-button = Close
case-close-why-button = Close with a reason
case-solved-button = Solved
case-reopen-button = Reopen
case-back-button = ‹ To the card
case-keep-button = Don't close
case-solved-reason = Solved
case-ask-reason =
    Why are we closing it? Customer: { $name }

    Write a plain message, up to { $most } characters: the customer won't see it.
case-ask-reason-or-ticks =
    { case-ask-reason } Or tick all three steps on the card.
case-wrong-reason = Write the reason in words, no longer than { $most } characters.
case-kept = All right, the case stays open.
case-now-closed = Closed: { $name }. The reason is kept.
case-late-closed = { $who ->
    [none] The case is closed already, { $moment }.
   *[other] The case is closed already: { $who }, { $moment }.
}
case-late-taken = Somebody is on it already: { $who }, since { $moment }.
case-late-other = This customer has a new open case already. It is in /cases.
case-not-reopened = This case can't be reopened.

## The conversation in a case

talk-title = <b>Conversation:</b> { $name }
talk-line = <b>{ $who }</b>, { $moment }
talk-line-edited = <b>{ $who }</b>, { $moment } (edited)
talk-short = <b>{ $who }:</b> { $words }
talk-undelivered = ⚠ <i>not delivered</i>
talk-waiting = ⏳ <i>still on its way</i>
talk-none = Nobody has written anything here yet.
talk-earlier = <i>There was no room for what came before.</i>
talk-kind = { $kind ->
    [photo] 📷 photo
    [voice] 🎤 voice message
    [video] 🎬 video
    [video_note] 🎬 video
    [animation] 🎞 GIF
    [audio] 🎵 audio
    [document] 📎 file
    [sticker] 🙂 sticker
    [location] 📍 place on the map
    [venue] 📍 place on the map
    [contact] 👤 contact
    [poll] 📊 poll
    [dice] 🎲 dice
    [text] message
   *[other] 📎 attachment
}

## Reply templates

templates-title =
    <b>Reply templates</b>

    Choose what to begin with.
template-title = { $template ->
    [apology] A first apology
    [fix] What we'll fix, and when
    [chance] Thanks for the second chance
   *[closing] A closing word
}
template-how =
    <b>{ $title }</b>

    <code>{ $text }</code>

    Tap to copy, replace the words in brackets with your own, and send it as a reply to this message.
template-how-ready =
    <b>{ $title }</b>

    <code>{ $text }</code>

    Tap to copy, make it your own, and send it as a reply to this message.
template-copy-button = Copy
template-hello = { $name ->
    [none] Hello!
   *[other] Hello, { $name }!
}
template-apology = { $hello } Please forgive us: [what went wrong], and that is our mistake. We are looking into it and will write to you by [date] about what we did.
template-fix = { $hello } Here is what we will do: [what we will do]. It will be done by [date]. And to make up for the trouble: [how we make up for it].
template-chance = { $hello } Thank you for giving us a second chance. Now we have [what has changed], so that it does not happen again.
template-closing = { $hello } We are glad that all is well. If anything is ever wrong again, just write here: we will read it and answer.

## The list of cases

menu-cases = Unhappy customers
menu-human = Call a human
menu-share = Tell a friend
cases-title = <b>Open cases:</b> { $n }
cases-waiting = Waiting for a first answer: { $n }
cases-none = No open cases. When somebody is unhappy, the card will come here by itself.
cases-closed-title = <b>Closed cases:</b> { $n }
cases-closed-none = No closed cases yet.
cases-legend = <i>{ $marks }</i>
cases-mark = { $mark ->
    [red] 🔴 no answer for over a day
    [waits] ⏳ waiting for a first answer
    [said] 💬 the customer had the last word
   *[undelivered] ⚠ something was not delivered
}
cases-how = Tap one, and its card comes as a new message.
cases-button = { $marks }{ $score ->
    [none] 🙋
   *[other] { $score }
} · { $when } · { $stake } · { $name }
cases-age = { $unit ->
    [minutes] { $n } min
    [hours] { $n ->
        [one] { $n } hour
       *[other] { $n } hours
    }
   *[days] { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
}
cases-newer-button = ‹ Back
cases-older-button = Further ›
cases-by-age-button = Longest waiting first
cases-by-stake-button = Largest sums first
cases-closed-button = Closed
cases-open-button = ‹ Open ones
cases-coming = The card is below

## Words to show

publish-question =
    May we show your words to others, on our website for instance?

    <i>With your name, it looks like this: { $name }</i>
publish-named-button = Yes, with my name
publish-nameless-button = Yes, without it
publish-no-button = No
publish-named =
    Thank you! We will show them with your name: { $name }.

    If you change your mind, tap another button or open /settings
publish-nameless =
    Thank you! We will show them without your name.

    If you change your mind, tap another button or open /settings
publish-no = All right, we will show them to nobody.
settings-publishable = Your words may be shown to others.
settings-unpublish-button = Show my words no more
settings-unpublished = All right, we show your words to nobody any more.
comment-at = { $name } · { $point }
comments-publishable-button = May be shown to others
comments-all-button = ‹ All words
publishable-title = <b>May be shown to others</b>
publishable-none =
    There is nothing to show yet.

    Whoever gives a 9 or 10 and writes a few words is asked whether others may see them. The words that may be shown will stand here.
publishable-how = <i>📋 brings the words whole: tap them, and they are copied. Customers may change their minds, so check this list.</i>
publishable-button = 📋 { $number }
publishable-nameless = Customer
publishable-signed =
    { $words }

    — { $name }
publishable-copied = <code>{ $words }</code>
publishable-gone = These words may be shown no more.

## The report on demand, and of a week

menu-report = What is new
report-since = <b>New</b> · since { $moment }
report-span = <b>{ $span ->
    [week] The last week
   *[month] The last 30 days
}</b> · { $moment }
report-quiet = Nothing new yet
report-span-button = { $span ->
    [day] New
    [week] Week
   *[month] Month
}
report-change = { $span ->
    [week] { $direction ->
        [grew] It grew: a week before it was { $before }
        [fell] It fell: a week before it was { $before }
        [same] A week before it was the same
        [unknown] A week before there were few answers: nothing to compare with
       *[unclear] A week before it was { $before }: the difference may be chance
    }
   *[month] { $direction ->
        [grew] It grew: a month before it was { $before }
        [fell] It fell: a month before it was { $before }
        [same] A month before it was the same
        [unknown] A month before there were few answers: nothing to compare with
       *[unclear] A month before it was { $before }: the difference may be chance
    }
}
weekly-title = <b>The week</b> · { $days }
advice-title = <b>What to do</b>
advice-line = { $number }. { $words }
advice-answer = { $waiting ->
    [1] Answer the unhappy customer (/cases), who has waited
   *[other] Answer the unhappy (/cases): { $waiting } have no answer yet, and the first has waited
} { $days ->
    [0] less than a day
    [one] { $days } day
   *[other] { $days } days
}
advice-subject = Find out what is wrong: detractors named “{ $subject }” most often this month ({ $named }), see /comments
advice-point = Look into “{ $name }”: its NPS is { $nps }, elsewhere it is { $others }; see /stats, “By touchpoint”
advice-rate = Put the QR code where people pay: { $answered } of { $asked } answered this month; print it from /qr
advice-few = Put the QR code where people pay: { $answers ->
    [0] nobody answered this week
    [one] only { $answers } answer this week
   *[other] only { $answers } answers this week
}; print it from /qr
advice-publish = Show others what customers say: { $words ->
    [one] { $words } comment may be published
   *[other] { $words } comments may be published
} this week, see /comments
advice-reward = Set a reward for bringing a friend: only { $shared } of { $shown } shared (the setting REFERRAL_REWARD, ask who installed the bot)
advice-prove = Ask guests who came from friends for their code, and send it here: { $friends ->
    [one] { $friends } visit is
   *[other] { $friends } visits are
} not confirmed this month
advice-broadcast = Send an offer to those who welcome one: there are { $people }, and they had none for a month; use /broadcast
advice-print = Make sure that the QR code stands where people pay; print it from /qr
advice-read = Read what customers say together with your team: /comments
advice-compare = See how the score has changed: /stats, “A year”

## Birthdays

birthday-greeting =
    { $name ->
        [none] 🎉 Happy birthday!
       *[other] 🎉 Happy birthday, { $name }!
    }

    We wish you health, joy and good people around you. Thank you for being with us!

    Warmly, { $business }
birthday-invitation =
    { $name ->
        [none] Your birthday is coming!
       *[other] { $name }, your birthday is coming!
    }

    Come and see us, we'd be glad. Our gift: { $gift }

## Why written to or not

nudge-reason = { $reason ->
    [not_customer] no longer a customer
    [blocked] the bot is blocked
    [consent] no consent to keeping data
    [stopped] asked not to be written to
    [topic_off] topic switched off
    [offers_consent] offers not welcome
    [open_case] a case is open
    [too_late] its time had passed
    [cap] it would be too often
    [gap] written to lately
    [quiet_hours] quiet hours
    [held_out] comparison group
    [not_needed] no longer needed
    [admin] the broadcast is paused
    [first_batch] the first batch of the broadcast goes before
    [campaign_stopped] the broadcast was stopped
   *[other] other
}
menu-why = What a customer was sent and why
explain-how =
    What a customer was sent, what not, and why: <code>/why Anna</code>

    A username does too: <code>/why @anna</code>. Or reply /why to the customer's card.
explain-not-of-a-case =
    This message does not tell which customer you mean.

    { explain-how }
explain-nobody =
    There is no customer “{ $words }”.

    Try a part of the name or the username: <code>/why @anna</code>. Or reply /why to the card.
explain-which = { $marks ->
    [names] Who exactly?
   *[dates] Who exactly? The date is the day they became a customer.
}
explain-too-many = There are more than { $most }, here are the newest. Not among them? Write more of the name: <code>/why Anna Kim</code>
explain-button = { $name } · { $mark }
explain-erased = The customer's data is erased at their request: what we sent, and when, can't be told any more.
explain-staff = <b>{ $name }</b> is one of the staff: the bot sends them nothing of its own accord.
explain-title =
    <b>{ $name }</b>
    Customer since { $since }
explain-may = May be written to.
explain-may-later = Not now: { nudge-reason }. May be written to from { $until }.
explain-barred = { $reason ->
    [blocked] Not written to: the bot is blocked since { $since }.
    [stopped] Not written to: asked us not to on { $since }.
   *[consent] Not written to: no consent to keeping data.
}
explain-topics-off = Switched off: { $topics }.
explain-no-offers = No offers: no consent to them.
explain-open-case = The conversation is not over: while the case is open, we send no offers and don't ask to share.
explain-held-out = Chosen by lot to do without reminders, greetings, offers and prompts to share: this shows whether they help.
explain-asked = The question of { $since } waits for an answer.
explain-coming = <b>Next, if nothing changes</b>
explain-soon = soon
explain-held = waits
explain-mark = { $state ->
    [planned] ⏳
    [sent] ✓
    [unknown] ❔
   *[skipped] ✗
}
explain-line = { explain-mark } { $at } — { $kind ->
    [recovery] “is it solved?”
    [reask] question after the conversation
    [reminder] reminder
    [greeting] birthday greeting
    [survey] question
    [referral] prompt to share
    [offer] offer
    [coupon] coupon reminder
   *[invitation] birthday invitation
}
explain-refused = won't go: { nudge-reason }
explain-retried = Telegram has not taken it yet, we'll try again
explain-told-to-wait = Telegram asks us to wait
explain-waits = waiting since { $since }: { nudge-reason }
explain-recent = <b>Lately</b>
explain-none = We have not written first since they came.
explain-unknown = perhaps sent; the connection broke, and we don't send twice
explain-failed = did not arrive, { $reason ->
    [blocked] the bot is blocked
    [source_gone] the preview of the broadcast was deleted
   *[other] Telegram did not take it
}
explain-waited = waited since { $since }: { nudge-reason }

## Whether it helps: with messages and without them

holdout-title =
    <b>Do messages help</b>
    <i>{ $percent }% of customers, chosen by lot, do without them. Over 90 days:</i>
holdout-kind = { $kind ->
    [reminder] Reminders
    [greeting] Greetings
    [referral] Requests to tell a friend
    [invitation] Birthday invitations
   *[offer] Offers
}
holdout-did = { $kind ->
    [referral] brought a friend within two weeks
   *[other] answered within a week
}
holdout-verdict = { $verdict ->
    [helps] they help
    [hurts] they do harm
   *[unclear] no clear difference yet
}
holdout-line = { holdout-kind }: <b>{ holdout-verdict }</b>. With them { $treated }% { holdout-did }, without them { $held }% (a difference of { $low } to { $high } points)
holdout-few = Too early to tell: { $kinds } (it takes { $enough } customers on each side)

## Coupons

coupon =
    <b>{ $gives }</b>

    Your coupon: <code>{ $code }</code>
    Good until { $until }

    Show this code to our staff: they will scan it or type it in. The coupon is good once.
coupon-used = You have used this coupon already, { $moment }. Thank you!
coupon-expired = This coupon was good until { $until }. Sorry, it can’t be used any more.
coupon-over = There are no more coupons for this offer: its time is over. Sorry!
coupon-rehearsal = Here a customer will get a coupon. The staff get none.
coupon-for-staff = This code is for our staff: show it at the counter, and they will scan it.
coupon-will-expire =
    A reminder: your coupon is good until { $until }

    <b>{ $gives }</b>
    Code: <code>{ $code }</code>

    Show it to our staff. We’ll be glad to see you!
coupon-show-button = Show the coupon
told-redeemed =
    Coupon redeemed { $moment }: <b>{ $gives }</b>

    Thank you for coming!
redeem-unknown = There is no such coupon. Check each letter, or scan it once more.
redeem-void = This code is no longer good.
redeem-own = This is your own coupon: only somebody else on the team can redeem it.
redeem-facts =
    🎟 <b>{ $gives }</b>
    Whose coupon: { $name }
redeem-open = Good until { $until }
redeem-expired = The coupon has expired: it was good until { $until }
redeem-button = Redeem the coupon
redeem-done = ✓ Coupon redeemed { $moment }. By: { $who }
redeem-saved = Coupon redeemed { $moment }
redeem-already = The coupon was already redeemed { $moment }. By: { $who }

## Broadcasts: how they go and what they brought

campaign-progress = Sending…
campaign-progress-done = All sent.
campaign-progress-sent = Sent: { $sent }, left: { $left }
campaign-will-start = Starts { $at }
campaign-first-batch-out = The first batch is out: { $people }. The rest goes at { $at } if nobody complains.
campaign-paused = { $why ->
    [complaints] Paused: too many left after the first batch.
   *[admin] Paused.
}
campaign-stopped = { $why ->
    [source] Broadcast stopped: the preview was deleted from the chat, so there is nothing left to copy.
   *[admin] Broadcast stopped.
}
campaign-rate = { $unit ->
    [second] Speed: { $n } a second
   *[minute] Speed: { $n } a minute
}
campaign-time-left = { $unit ->
    [less] Less than a minute left
    [minutes] About { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    } left
   *[hours] About { $n ->
        [one] { $n } hour
       *[other] { $n } hours
    } left
}
campaign-later-night = { $people } more in the morning: it is night where they are
campaign-later-others = { $people } more later: they were written to not long ago
campaign-later-batch = { $people } more after the first batch
campaign-pause-button = Pause
campaign-go-on-button = Go on
campaign-go-anyway-button = Go on anyway
campaign-release-button = Don’t wait, send to the rest
campaign-stop-button = Stop
campaign-ask-stop =
    Stop for good? It can’t go on after that.

    { $people ->
        [one] { $people } person will get nothing.
       *[other] { $people } people will get nothing.
    }
campaign-stop-sure-button = Stop for good
campaign-keep-button = No
campaign-stopped-now = Broadcast stopped. It had reached: { $people }
campaign-stands = { $state ->
    [confirmed] The broadcast is under way.
    [paused] The broadcast is paused.
    [stopped] The broadcast is stopped.
    [done] The broadcast is over.
   *[cancelled] The broadcast was cancelled.
}
campaign-halted =
    <b>The broadcast has stopped by itself: too many left after the first batch.</b>

    Got it: { $got }
    Blocked the bot: { $blocked }
    Want no more offers: { $opted_out }

    The rest waits for your decision.
campaign-result = <b>Broadcast finished.</b>
campaign-result-stopped = <b>Broadcast stopped.</b>
campaign-result-source-gone = <b>Broadcast stopped:</b> the preview was deleted from the chat, so there is nothing left to copy.
campaign-result-sent = Got it: <b>{ $people }</b>
campaign-result-blocked = Not delivered, the bot was blocked: { $people }
campaign-result-failed = Could not be sent: { $people }
campaign-result-unknown = Not known: { $people } (Telegram’s answer was lost; not sent again)
campaign-result-skipped = Not sent: { $people } ({ $why })
campaign-result-left = Blocked the bot after it: { $blocked }, want no more offers: { $opted_out }
campaign-result-taps = Tapped the button: { $taps } ({ $percent }%)
campaign-result-no-taps = How often the link was opened is not known: Telegram doesn’t tell.
campaign-result-coupons = Coupons taken: { $taken }, used: { $redeemed }
campaign-result-answers = Answered the question within a week: { $treated }%, without the broadcast { $held }% (difference in points: { $low } to { $high }), { $verdict ->
    [helps] the broadcast helps
    [hurts] the broadcast does harm
   *[unclear] no clear difference yet
}
campaign-result-answers-few = Too early to compare answers with those who did without the broadcast: it takes { $enough } people on each side.
campaign-result-variant = Message { $letter }: got it { $got }, { $did ->
    [tapped] tapped the button
   *[left] left
} { $many } ({ $percent }%)
campaign-result-ab = { $better ->
    [unclear] Which message is better is not clear yet
   *[other] Message { $better } is better
} (difference in points: { $points }, { $low } to { $high })
campaign-result-ab-few = Which message is better will be told once { $enough } people have got each.
campaign-result-more = What comes of it is in /campaigns
campaigns-none = No broadcasts yet. Start the first one with /broadcast
campaigns-title = <b>Broadcasts</b>
campaigns-button = { $mark } { $day } · { $words }
campaigns-got = { $people }
campaigns-left = { $percent }% left
campaigns-tapped = { $percent }% tapped
campaigns-newer-button = ← Newer
campaigns-older-button = Older →
campaigns-back-button = All broadcasts
campaign-again-button = Refresh
campaign-message-button = Show the message
campaign-message-gone = The message is gone: its preview was deleted from the chat.
campaign-kind = { $kind ->
    [album] album
    [animation] GIF
    [audio] music
    [contact] contact
    [dice] dice
    [document] file
    [live_photo] live photo
    [location] place on the map
    [photo] photo
    [poll] poll
    [sticker] sticker
    [venue] place on the map
    [video] video
    [video_note] video message
    [voice] voice message
   *[other] message
}
campaign-card-title = <b>Broadcast of { $moment }</b> · { $state ->
    [confirmed] under way
    [paused] paused
    [stopped] stopped
    [done] finished
   *[cancelled] cancelled
}
campaign-card-words = { $letter ->
    [none] “{ $words }”
   *[other] { $letter }: “{ $words }”
}
campaign-card-whom = To: { $whom }
campaign-card-when = When: { $when }
campaign-when = { $hour ->
    [none] { $start ->
        [none] at once
       *[other] { $start }
    }
   *[other] { $start ->
        [none] at { $hour }:00 on each customer’s own clock
       *[other] from { $start }, at { $hour }:00 on each customer’s own clock
    }
}
campaign-card-batch = { $batch ->
    [tenth] One in ten first, then the rest
   *[twenty] Twenty first, then the rest
}
menu-campaigns = Broadcasts: how they go and what they brought

## The wizard of broadcasts

broadcast-law =
    Offers to customers are advertising, and the law on it applies (in Russia, 38-FZ “On Advertising”): it asks for the customer's consent, for marking, and for saying that it is an advert.
broadcast-law-line = Every offer will end with the line “<i>{ $line }</i>”: whoever sets me up sets it in <code>OFFER_FOOTER</code>.
broadcast-law-no-line = The line with the marking and your details, which ends every offer, is set in <code>OFFER_FOOTER</code> by whoever sets me up: there is none yet.
broadcast-law-button = I see, go on
broadcast-ask =
    <b>What shall we send?</b>

    Send me the message: a text, a picture, a video, an album… Formatting stays as it is.
    <i>In place of <code>{ $open }name|dear guest{ $close }</code> each reads their own name, or “dear guest” where there is none.</i>
broadcast-ask-second =
    <b>What shall we compare it with?</b>

    Send me the second message. One half of the customers will get the first and the other half the second, by lot. The results will show which one is better.
broadcast-replaces = At present: { $what }. A new message takes its place.
broadcast-keep-button = Go on
broadcast-no-second-button = No second one
broadcast-none = none
broadcast-album = { $pictures ->
    [1] an album of one message
   *[other] an album of { $pictures } files
}
broadcast-kind = { $kind ->
    [text] text
    [animation] animation
    [audio] audio
    [document] file
    [photo] picture
    [live_photo] live photo
    [sticker] sticker
    [video] video
    [video_note] video message
    [voice] voice message
    [contact] contact
    [dice] dice
    [poll] poll
    [venue] place
    [location] location
   *[other] message
}
broadcast-content = { broadcast-kind } “{ $words }”
broadcast-title =
    <b>Broadcast</b>

    Everything can be changed by the buttons. Another message takes the place of this one.
broadcast-line-content = What: { $what }
broadcast-line-button = Button: { $what }
broadcast-line-when = When: { $what }
broadcast-line-batch = First batch: { $size ->
    [tenth] 10%
    [twenty] 20 people
   *[all] no
}
broadcast-line-second = Second message: { $what }
broadcast-button-button = Button
broadcast-when-button = When
broadcast-batch-button = First batch
broadcast-second-button = Second message
broadcast-look-button = Look and send
broadcast-back-button = ‹ Back
broadcast-cancel-button = Cancel
broadcast-coupon = “{ $label }” → a coupon “{ $gives }”, { $days ->
    [one] { $days } day
   *[other] { $days } days
}
broadcast-link = “{ $label }” → { $url }{ $counts ->
    [yes] , taps are counted
   *[no] {""}
}
broadcast-at-once = at once
broadcast-at = { $moment }
broadcast-at-hour = at { $hour }:00 by each customer's own clock
broadcast-ask-button =
    <b>The button under the message</b>

    At present: { $what }
broadcast-link-button = Link
broadcast-coupon-button = Coupon
broadcast-no-button-button = No button
broadcast-ask-link =
    <b>Where does the button lead?</b>

    Send me the address, such as <code>https://example.com/sale</code>
broadcast-wrong-link = This doesn't look like an address. It begins with https:// and leads to a site or into Telegram.
broadcast-ask-coupon =
    <b>What does the coupon give?</b>

    In a few words, such as: “20% off a haircut”. Each customer gets a code of their own, good once.
broadcast-wrong-words = Words, please, and no more than { $limit } characters.
broadcast-ask-days =
    <b>For how many days is the coupon good?</b>

    Counted from the day when the customer takes it. Choose, or write a number from 1 to 365.
broadcast-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
broadcast-wrong-days = A number of days, please, from 1 to 365.
broadcast-ask-label =
    <b>What shall the button say?</b>

    Choose, or write your own, up to 30 characters.
broadcast-link-name = { $name ->
    [book] Book a visit
    [more] Read more
    [choose] Choose
   *[coupon] Get the coupon
}
broadcast-ask-taps =
    <b>Shall we count the taps?</b>

    Telegram tells nobody of a tap on a link. To count them, the link has to open by a second tap.
broadcast-open-button = No: it opens at once
broadcast-count-button = Yes: it opens by a second tap
broadcast-ask-when =
    <b>When shall it go?</b>

    Chosen: { $what }.
    Choose, or write: “25.11 14:30”, “tomorrow 11:00”. The business's clock shows { $clock }.
broadcast-now-button = At once
broadcast-quick = { $word ->
    [today] Today at { $clock }
   *[tomorrow] Tomorrow at { $clock }
}
broadcast-hour-button = At each one's own hour
broadcast-ask-hour =
    <b>At what hour?</b>

    Everybody gets the offer at this hour by their own clock.
broadcast-wrong-moment = I can't read the time. Write it as “25.11 14:30” or “tomorrow 11:00”.
broadcast-what-clock = { $day }: at what time? Write the time too, as “{ $said } 11:00”.
broadcast-too-late = This time is over. Choose another.
broadcast-too-far = This is more than a year away. Choose something nearer.
broadcast-ask-batch =
    <b>First batch</b>

    Some customers get it first, and the broadcast waits for 2 hours. If more than 1% block the bot or 2% want no more offers, it stops by itself.
broadcast-batch-size = { $size ->
    [tenth] 10% first
    [twenty] 20 people first
   *[all] All together
}
broadcast-not-shown = Telegram does not take this message. Please send me another one.
broadcast-button-not-shown = Telegram does not take this button. Please check its address.
broadcast-above = { $variants ->
    [1] Above is what customers will see.
   *[other] Above are both messages: each customer will see one of them.
}
broadcast-now = { $when ->
    [now] Will get it now: <b>{ $people }</b>
    [at] Will get it on time: <b>{ $people }</b>
   *[hour] Will get it at their hour: <b>{ $people }</b>
}
broadcast-later = Later: <b>{ $people }</b> ({ $why })
broadcast-never = Won't get it: <b>{ $people }</b> ({ $why })
broadcast-nobody = There is nobody to send it to yet.
broadcast-send-button = Send to { $people }
broadcast-changed = The message was replaced meanwhile. Have another look.
broadcast-preparing = Preparing the broadcast…
broadcast-preview-tap = This is a preview. For a customer the button will work.
broadcast-cancelled = The broadcast is cancelled. Nobody got anything.
wizard-left = All right, I left it. Nothing was done.
broadcast-stale = { $state ->
    [confirmed] This broadcast is already under way.
    [paused] This broadcast is already under way.
    [done] This broadcast is already over.
    [stopped] This broadcast was stopped.
   *[cancelled] This draft is cancelled. Begin another: /broadcast
}

## Audiences

audience-pick =
    <b>{ $words }</b>

    { $all ->
        [one] { $all } person fits
       *[other] { $all } people fit
    }; { $welcome } welcome offers.

    Tap a condition to choose it (✓), again to exclude it (✗), again to drop it.
audience-button = To whom
audience-line = To: { $words }
audience-head = { $group ->
    [promoter] Promoters
    [passive] Passives
    [detractor] Detractors with a closed case
    [some] Customers
   *[all] All customers
}
audience-who = { $head } who { $who }
audience-except = { $words }, except { $whom }
audience-yes = { $fact ->
    [silent] left the last question unanswered
    [never_asked] were never asked
    [referred] came by a friend's link
    [shared] shared the link
    [touchpoint] came by “{ $value }”
    [language] speak { audience-tongue }
    [answered_before] last answered more than { $value } days ago
   *[birth_month] were born in { audience-month }
}
audience-not = { $fact ->
    [promoter] promoters
    [passive] passives
    [detractor] detractors
    [silent] those who left the last question unanswered
    [never_asked] those who were never asked
    [referred] those who came by a friend's link
    [shared] those who shared the link
    [touchpoint] those who came by “{ $value }”
    [language] those who speak { audience-tongue }
    [answered_before] those who last answered more than { $value } days ago
   *[birth_month] those born in { audience-month }
}
audience-tongue = { $value ->
    [en] English
   *[ru] Russian
}
audience-month = { $value ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
audience-fact = { $fact ->
    [promoter] Promoters
    [passive] Passives
    [detractor] Detractors
    [silent] Did not answer
    [never_asked] Never asked
    [referred] By a friend
    [shared] Shared
    [touchpoint] Touchpoint…
    [language] Language…
    [answered_before] Last answer…
   *[birth_month] Birthday…
}
audience-mark = { $said ->
    [yes] ✓ { $what }
    [not] ✗ { $what }
   *[nothing] { $what }
}
audience-days = More than { $days } days ago
audience-no-points = No touchpoints yet. Make one: /qr
audience-full = No more than { $limit } conditions fit. Take one away first.
audience-clear-button = All customers
audience-keep-button = Save
audience-kept-button = Saved ones
audience-next-button = Next
audience-ask-name =
    <b>What to call it?</b>

    { $words }.
    Send a name: one line, up to { $limit } characters. It replaces an earlier audience of that name.
audience-wrong-name = It takes one line of up to { $limit } characters.
audience-was-kept = Saved: “{ $name }”.
audience-kept = <b>Saved audiences</b>
audience-kept-none = Nothing here yet.
audience-forget-button = Delete “{ $name }”

## A survey of an audience

menu-ask = Ask chosen customers the question
ask-numbers = <b>{ $words }</b>
ask-will = Asked: <b>{ $people }</b>
ask-skipped = Skipped: <b>{ $people }</b> ({ $why })
ask-why = { $why ->
    [blocked] blocked the bot
    [consent] no consent to data
    [stopped] asked us not to write
    [topic_off] questions are off
    [open_case] a case is open
    [open_survey] asked already
    [recent] asked or answered less than { $days } days ago
   *[waiting] their turn has come anyway
}
ask-pace = Questions go by day, at most { $a_day } a day together with the usual ones.
ask-nobody = There is nobody to ask now.
ask-button = Ask { $people }
ask-cancel-button = Cancel
ask-back-button = ‹ Back
ask-cancelled = Nobody is asked.
ask-done-nobody = There turned out to be nobody to ask.
ask-done = { $people ->
    [one] { $people } person will be asked
   *[other] { $people } people will be asked
}: { $span ->
    [day] { $first }.
    [days] the first { $first }, the last { $last }.
   *[about] the first { $first }, the last about { $last }.
}
ask-today = today

## What can not be read

offer-unseen = There is nothing to see in this message: all its characters are invisible. Please send another one.
wizard-lost = I no longer remember where we were. Please start again: see /help for all I can do
broadcast-album-replaced = The new album has replaced the earlier one.
audience-unknown = The audience had a condition that I no longer know: it is gone. Please check whom this goes to.
