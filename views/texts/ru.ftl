## Знакомство

greeting =
    Здравствуйте! Это бот компании «{ $business }».

    Спросим, понравилось ли вам у нас, и передадим ваши слова тем, кто может всё исправить.

    Мы храним ваше имя в Telegram и ваши ответы. Подробнее — /privacy.
agree-button = Согласен, продолжить
agreed-already = Вы уже с нами, спасибо.
welcome-later = Спасибо! Скоро зададим вам один короткий вопрос.
welcome-back =
    С возвращением!

    Оценить нас можно в любой момент: /rate. Всё, что я умею, — в /help.

## Вопрос

question =
    На сколько, по 10-балльной шкале, вы готовы рекомендовать { $us } своим друзьям, знакомым, коллегам?

    <i>0 — точно не порекомендую, 10 — обязательно порекомендую</i>
rehearsal =
    <b>Репетиция.</b> Так это видит клиент; ничего не сохраняется.

    { $text }
scored = Ваша оценка — <b>{ $score }</b> из 10.
change-button = Изменить оценку
why-promoter = Что вам понравилось больше всего?
why-passive = Что нам сделать, чтобы вы поставили 10?
why-detractor = Что пошло не так? Что нам исправить?
why-how = <i>Можно написать, наговорить или показать на фото.</i>
skip-button = Пропустить
score-saved = Оценка { $score } сохранена
thanks-promoter = Спасибо! Нам важно это слышать. Хорошего вам дня!
thanks-passive = Спасибо! Подумаем, как стать лучше. Хорошего вам дня!
thanks-detractor = Спасибо, что сказали прямо. Нам очень жаль, что так вышло: уже передали владельцу. Хорошего вам дня!
review-button = Оставить публичный отзыв
survey-expired =
    Этот опрос уже закрыт: времени прошло многовато.

    Но ваше мнение нам по-прежнему важно.
rate-button = Оценить сейчас
change-too-late = Оценку можно изменить в течение суток. Оценить заново — /rate
not-your-survey = Этот вопрос был задан не вам. Ваш — по команде /rate
reminder =
    Мы всё ещё хотим узнать ваше мнение. Один вопрос, один тап.

    { $question }

## Предложения

offers-question = Присылать вам иногда наши предложения и скидки?
offers-yes-button = Да, присылайте
offers-no-button = Нет, спасибо
offers-yes = Хорошо, будем присылать только стоящее. Отказаться можно прямо под любым предложением.
offers-no = Хорошо, без предложений.

## Уйти и вернуться

stopped =
    Хорошо, больше не пишу первым.

    Ваши ответы сохранены, а оценить нас можно когда угодно: /rate.
resume-button = Вернуть сообщения
resumed = Рады, что вы с нами. Сообщения снова включены.

## Помощь

privacy =
    <b>Что мы храним</b>
    Ваше имя и язык из Telegram, ваши оценки, слова и то, что вы к ним приложили.

    <b>Зачем</b>
    Чтобы компания «{ $business }» становилась лучше и могла вам ответить. Больше никому данные не передаём.

    <b>Как отказаться</b>
    /stop — не писать вам первым. { $contact }
privacy-contact = Вопросы о данных и удаление: { $contact }.
privacy-no-contact = Чтобы удалить данные, обратитесь в компанию «{ $business }».
help-customer =
    Я передаю ваше мнение компании «{ $business }».

    /rate — оценить нас
    /privacy — что мы храним
    /stop — больше не писать вам первым
help-admin =
    /broadcast — разослать предложение клиентам
    /rate — репетиция: вопрос глазами клиента
    /privacy — что мы храним о клиентах
    /help — эта подсказка
help-owner =
    /stats — оценки, NPS и слова клиентов
    { help-admin }
unknown =
    Я бот и понимаю кнопки и команды.

    Оценить нас — /rate, не получать сообщений — /stop, подсказка — /help.
unknown-staff = Такого я не умею. Всё, что умею, — в /help.
choose-score = Сначала выберите оценку от 0 до 10 под вопросом.
stale-button = Эта кнопка устарела. Всё, что я умею, — в /help
failed = Что-то пошло не так. Ничего не потеряно: попробуйте ещё раз через минуту.

## Рабочий стол

desk-owner =
    Здравствуйте! Вы здесь — владелец компании «{ $business }».

    { $cases ->
        [0] Недовольных клиентов без ответа нет.
        [one] <b>{ $cases } недовольный клиент</b> ждёт ответа: карточка придёт следом.
        [few] <b>{ $cases } недовольных клиента</b> ждут ответа: карточки придут следом.
       *[many] <b>{ $cases } недовольных клиентов</b> ждут ответа: карточки придут следом.
    }

    { help-owner }

    Дайте клиентам ссылку на бота: { $link }
desk-admin =
    Здравствуйте! Вы здесь — администратор компании «{ $business }».

    { help-admin }

## Меню

menu-start = Начать
menu-rate = Оценить нас
menu-privacy = Что мы храним
menu-stop = Не писать мне первым
menu-help = Что я умею
menu-stats = Оценки и слова клиентов
menu-broadcast = Разослать предложение


## Цифры

stats-title = { $days ->
    [0] За всё время
    [one] За { $days } день
    [few] За { $days } дня
   *[many] За { $days } дней
}
stats-count = { $n ->
    [0] Ответов пока нет
    [one] { $n } ответ
    [few] { $n } ответа
   *[many] { $n } ответов
}
stats-none = Вопрос за это время получили: { $asked }.
stats-few = Для NPS нужно хотя бы пять ответов.
stats-nps = NPS { $nps }
stats-score = NPS <b>{ $nps }</b>, с погрешностью от { $low } до { $high }
stats-rough = Ответов мало, поэтому оценка грубая.
stats-reading = На глаз это { $reading ->
    [bad] плохо
    [good] хорошо
   *[average] средне
}: ниже 0 — плохо, выше 30 — хорошо
stats-promoter = Промоутеры
stats-passive = Нейтралы
stats-detractor = Критики
stats-share = { $group } { $percent } %
stats-group = { $group } ({ $scores }): { $count }
stats-group-share = { $group } ({ $scores }): <b>{ $count }</b>, { $percent } %
stats-response = Отклик { $percent } %: ответили { $answered } из { $asked }
stats-change = { $direction ->
    [grew] Рост: в прошлом периоде было { $before }
    [fell] Падение: в прошлом периоде было { $before }
   *[unclear] Явных изменений нет: в прошлом периоде было { $before }
}
stats-change-unknown = Сравнить с прошлым периодом нельзя: ответов тогда было мало
stats-live = Живой NPS { $percent } %: за всё время поделились { $shared } из { $shown }
stats-forecast = Сарафан в месяц: от { $low } до { $high } клиентов, в среднем { $middle } (книжная оценка)
stats-friends = На деле по ссылкам клиентов пришли: { $friends }
stats-open-cases = Недовольные ждут ответа: { $cases }
stats-reasons = Что говорят
stats-words = { $score } · { $day } · «{ $words }»
stats-media = { $score } · { $day } · { $kind ->
    [voice] голосовое
    [photo] фото
    [video] видео
    [video_note] видео
    [document] файл
   *[other] без слов
}
stats-period-button = { $days ->
    [0] Всё время
    [365] Год
   *[other] { $days } дней
}
stats-current-button = • { $period }
stats-how =
    Напишите число дней от 1 до { $most }, например: /stats 90

    Или просто /stats — за { $usual } дней.

## Отчёт

report-title = <b>За сутки</b> · { $moment }
report-answers = { $n ->
    [0] Новых ответов нет
    [one] { $n } ответ: промоутеры { $promoters }, нейтралы { $passives }, критики { $detractors }
    [few] { $n } ответа: промоутеры { $promoters }, нейтралы { $passives }, критики { $detractors }
   *[many] { $n } ответов: промоутеры { $promoters }, нейтралы { $passives }, критики { $detractors }
}
report-month = За { $days } дней: NPS <b>{ $nps }</b>, { $count }
report-month-few = За { $days } дней: { $count }, для NPS пока мало
report-cases = Недовольные: новых { $new }, ждут ответа { $open }
report-newcomers = Новые клиенты: { $newcomers }
report-sent = Наши сообщения клиентам: отправлено { $sent }
report-skipped = Не стали отправлять: { $reasons }
report-skip = { $reason ->
    [blocked] заблокировали бота
    [consent] нет согласия
    [stopped] просили не писать
    [topic_off] отключили тему
    [offers_consent] не ждут предложений
    [open_case] недовольны и ждут ответа
    [too_late] стало поздно
    [cap] писали и так часто
    [not_needed] стало не нужно
   *[other] прочее
} — { $count }
report-failed = Не дошло: { $failed }
report-unknown = Неизвестно, дошло ли: { $unknown } (связь прервалась, второй раз не шлём)
report-more = Подробнее — /stats

## Рассылка

campaign-ask = Пришлите одно сообщение: текст, картинку, видео, документ… Сначала я покажу, каким его увидят клиенты.
campaign-replaced = Прежний черновик отменён.
campaign-cancel-button = Отменить
campaign-cancelled = Рассылка отменена. Никто ничего не получил.
campaign-now = Получат сейчас: <b>{ $people }</b>
campaign-later = Позже: <b>{ $people }</b> ({ $why })
campaign-never = Не получат: <b>{ $people }</b> ({ $why })
campaign-nobody = Отправлять пока некому.
campaign-send-button = Отправить { $people }
campaign-preview-tap = Это предпросмотр. У клиента эта кнопка отключит предложения.
campaign-stale-draft = Этот черновик уже заменён. Кнопки — под последним сообщением.
campaign-stale-confirmed = Эта рассылка уже идёт.
campaign-stale-done = Эта рассылка уже закончена.
campaign-stale-cancelled = Этот черновик отменён. Начать новый — /broadcast
campaign-not-shown = Telegram не даёт отправить такое сообщение. Пришлите другое: текст, картинку, видео или документ.
campaign-progress = Отправляем…
campaign-progress-done = Отправка закончена.
campaign-progress-sent = Отправлено: { $sent }, осталось: { $left }
campaign-progress-later = Из них позже: { $people }
campaign-result = <b>Рассылка завершена.</b>
campaign-result-stopped = <b>Рассылка остановлена:</b> предпросмотр удалён из этого чата, и копировать больше нечего.
campaign-result-sent = Получили: <b>{ $people }</b>
campaign-result-blocked = Заблокировали бота: { $people }
campaign-result-failed = Не удалось отправить: { $people }
campaign-result-unknown = Неизвестно: { $people } (ответ Telegram потерялся; второй раз не отправляем)
campaign-result-skipped = Не отправляли: { $people } ({ $why })
campaign-why-not-customer = больше не клиенты
campaign-why-blocked = заблокировали бота
campaign-why-consent = ещё не дали согласия
campaign-why-stopped = попросили не писать
campaign-why-topic-off = отключили предложения
campaign-why-offers-consent = не соглашались на предложения
campaign-why-open-case = ждут ответа на жалобу
campaign-why-too-late = за неделю не нашлось подходящего времени
campaign-why-cap = уже получили достаточно предложений
campaign-why-gap = только что получили другое сообщение
campaign-why-quiet-hours = тихие часы
campaign-why-not-needed = рассылка отменена
offer-stop-button = Больше не присылать предложения
offer-back-button = Вернуть предложения
offer-stopped = Больше предложений не будет.
offer-welcome-back = Предложения снова включены.
offer-album = Альбом разослать нельзя: под ним не бывает кнопок. Пришлите одну картинку или одно видео.
offer-wrong-kind = Такое сообщение разослать нельзя. Можно текст, картинку, видео, документ, голосовое или стикер.
offer-no-room = Под таким сообщением нет места для обязательной строки «{ $footer }». Пришлите текст, картинку, видео или документ с подписью.
offer-too-long =
    { $excess ->
        [one] Вместе с обязательной строкой получается длинно: сократите на { $excess } символ и пришлите ещё раз.
        [few] Вместе с обязательной строкой получается длинно: сократите на { $excess } символа и пришлите ещё раз.
       *[many] Вместе с обязательной строкой получается длинно: сократите на { $excess } символов и пришлите ещё раз.
    }

## Дело недовольного клиента

case-score = 🔔 <b>Оценка { $score } из 10</b>
case-call = 🔔 <b>Клиент зовёт человека</b>
case-customer =
    { $customer }
    Клиент с { $since }
    На кону: { $stake }
case-reason = <blockquote>{ $reason }</blockquote>
case-no-reason = Причину пока не назвали.
case-reason-below = Причина — в сообщениях ниже.
case-new = <i>Ждёт ответа</i>
case-in-progress = <i>В работе</i>
case-closed = <i>Закрыто</i>
case-words = <b>{ $name }:</b> { $words }

## Рассказать другу

share-prompt = Рады, что вам у нас нравится. Поделитесь с теми, кому пригодится?
share-button = Поделиться
share-later-button = Не сейчас
share-declined = Хорошо. Спасибо, что вы с нами!
share-reward = За друга, который придёт по вашей ссылке: { $reward }
share-link =
    Ваша личная ссылка:
    { $link }

    Отправьте её другу — он начнёт с неё разговор с нами.
share-send-button = Отправить другу
share-words = Мне нравится «{ $business }». Загляните, вдруг пригодится.
