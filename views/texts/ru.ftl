## Знакомство

greeting =
    Здравствуйте! Это бот компании «{ $business }».

    Спросим, понравилось ли вам у нас, и передадим ваши слова тем, кто может всё исправить.

    Мы храним ваше имя в Telegram, ваши ответы и переписку с нами. Подробнее — /privacy.
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
done-button = Готово
chip-taken = ✓ { $chip }
why-cannot-hear = Такое мы не сумеем прочесть. Напишите словами, наговорите или покажите на фото.
score-saved = Оценка { $score } сохранена
thanks-promoter = Спасибо! Нам важно это слышать. Хорошего вам дня!
thanks-passive = Спасибо! Подумаем, как стать лучше. Хорошего вам дня!
thanks-detractor = Спасибо, что сказали прямо. Нам очень жаль, что так вышло. Мы уже передали это владельцу. Хорошего вам дня!
review-button = Оставить публичный отзыв
survey-expired =
    Этот опрос уже закрыт: времени прошло многовато.

    Но ваше мнение нам по-прежнему важно.
rate-button = Оценить сейчас
change-too-late = Оценку можно изменить в течение суток. Оценить заново — /rate
not-your-survey = Этот вопрос был задан не вам. Ваш — по команде /rate
reminder =
    Мы всё ещё хотим узнать ваше мнение. Один вопрос, одно нажатие.

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
    Имя, ник, id и язык в Telegram; ваши оценки, слова, фото и голосовые; переписка с нами; согласия и настройки; по чьей ссылке вы пришли; что и когда бот вам присылал.

    <b>Зачем</b>
    Чтобы компания «{ $business }» становилась лучше и могла вам ответить. { $readers } Без вашего разрешения больше никому не передаём.

    <b>Как долго</b>
    Пока вы не попросите стереть. /forget стирает всё сразу. { $remains }

    Ваши слова, пересланные владельцам меньше 48 часов назад, удалим и у них. Более давние и те, что они открывали сами, останутся в их чатах. В резервных копиях данные хранятся, пока копии не сменятся новыми.

    /mydata — всё о вас одним файлом
    /forget — стереть ваши данные
    /stop — не писать вам первым

    { $contact }
privacy-remains = Останутся только оценки без имени.
privacy-remains-hash = Останутся оценки без имени и необратимый отпечаток вашего id: вернётесь — не примем вас за нового клиента.
privacy-contact = Вопросы о данных: { $contact }
privacy-no-contact = Вопросы о данных — в компанию «{ $business }».
help-customer =
    Я передаю ваше мнение компании «{ $business }».

    /rate — оценить нас
    /share — рассказать о нас другу
    /human — позвать человека
    /settings — что присылать, язык, время, день рождения
    /privacy — что мы храним
    /mydata — всё о вас одним файлом
    /forget — стереть ваши данные
    /stop — больше не писать вам первым
help-admin =
    /broadcast — разослать предложение клиентам
    /campaigns — рассылки: как идут и что принесли
    /ask — задать вопрос выбранным клиентам
    /qr — точки и QR-коды для них
    /staff — команда
    /rate — репетиция: вопрос глазами клиента
    /settings — язык и время
    /privacy — что мы храним о клиентах
    /help — эта подсказка
help-owner =
    /stats — оценки, NPS и слова клиентов
    /comments — слова клиентов по порядку, с голосом и фото
    /cases — недовольные: кто ждёт ответа и что сделано
    /report — что нового после последнего отчёта, за неделю и за месяц
    /why — что клиенту отправили, что нет и почему
    { help-admin }
unknown =
    Я бот и понимаю кнопки и команды.

    Оценить нас — /rate, не получать сообщений — /stop, подсказка — /help.
unknown-staff = Такого я не умею. Всё, что умею, — в /help.
choose-score = Сначала выберите оценку от 0 до 10 под вопросом.
stale-button = Эта кнопка устарела. Всё, что я умею, — в /help
failed = Что-то пошло не так. Пожалуйста, попробуйте ещё раз через минуту.

## Рабочий стол

desk-owner =
    Здравствуйте! Вы здесь — владелец компании «{ $business }».

    { $cases ->
        [0] Недовольных клиентов без ответа нет.
        [one] <b>{ $cases } недовольный клиент</b> ждёт ответа, карточка — в этом чате.
        [few] <b>{ $cases } недовольных клиента</b> ждут ответа, карточки — в этом чате.
       *[many] <b>{ $cases } недовольных клиентов</b> ждут ответа, карточки — в этом чате.
    }

    { help-owner }

    Дайте клиентам ссылку на бота: { $link }
desk-admin =
    Здравствуйте! Вы здесь — администратор компании «{ $business }».

    { help-admin }

## Меню

menu-start = Начать
menu-rate = Оценить нас
menu-rate-staff = Репетиция: вопрос глазами клиента
menu-privacy = Что мы храним
menu-mydata = Мои данные файлом
menu-forget = Стереть мои данные
menu-stop = Не писать мне первым
menu-help = Что я умею
menu-stats = Оценки и слова клиентов
menu-comments = Слова клиентов по порядку
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
stats-score = NPS <b>{ $nps }</b>, вероятно от { $low } до { $high }
stats-rough = Ответов мало, поэтому оценка грубая.
stats-reading = На глаз это { $reading ->
    [bad] плохо: ниже 0
    [good] хорошо: выше 30
   *[average] средне: от 0 до 30
}
stats-promoter = Промоутеры
stats-passive = Нейтралы
stats-detractor = Критики
stats-share = { $group } { $percent } %
stats-group = { $group } ({ $scores }): { $count }
stats-group-share = { $group } ({ $scores }): <b>{ $count }</b>, { $percent } %
stats-response = Отклик { $percent } %: ответили { $answered } из { $asked }
stats-change = { $direction ->
    [grew] Рост: раньше было { $before }
    [fell] Падение: раньше было { $before }
   *[unclear] Явных изменений нет: раньше было { $before }
}
stats-change-unknown = Сравнить с прошлым периодом нельзя: ответов тогда было мало
stats-live = Живой NPS за всё время { $percent } %: { $shared } из { $shown }
stats-forecast = Прогноз на месяц (книжная оценка): от { $low } до { $high } клиентов, в среднем { $middle }
stats-friends = На деле за это время по ссылкам пришли: { $friends }
stats-recovered = Вернули недовольных: { $recovered } из { $closed }
stats-sharing-button = Сарафан
stats-sharing = <b>Сарафан</b> за всё время
stats-sharing-none = Делиться пока никому не предлагали. Промоутера мы спросим через день после оценки.
stats-funnel = Показали { $shown } → нажали { $tapped } → поделились { $shared }
stats-funnel-friends = Друзей пришло { $joined }, подтверждено { $proven }
stats-open-cases = Недовольные ждут ответа: { $cases }
stats-reasons = Что говорят
stats-words = { $score } · { $day } · «{ $words }»
stats-words-chips = { $score } · { $day } · { $chips } · «{ $words }»
stats-chips = { $score } · { $day } · { $chips }
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
    [one] { $n } ответ: промоутеры { $promoters }, нейтралы { $passives }, критики { $detractors }
    [few] { $n } ответа: промоутеры { $promoters }, нейтралы { $passives }, критики { $detractors }
   *[many] { $n } ответов: промоутеры { $promoters }, нейтралы { $passives }, критики { $detractors }
}
report-month = За { $days } дней: NPS <b>{ $nps }</b>, { $count }
report-month-few = За { $days } дней: { $count }, для NPS пока мало
report-cases = Недовольные: новых { $new }, закрыто { $closed }, открыто { $open }
report-newcomers = Новые клиенты: { $newcomers }{ $friends ->
    [0] { "" }
   *[other] , из них пришли от друзей: { $friends }
}
report-sent = Наши сообщения клиентам: отправлено { $sent }
report-skipped = Не отправлено { $total }: { $reasons }
report-skip = { nudge-reason } ({ $count })
report-failed = Не дошло: { $failed }
report-unknown = Неизвестно, дошло ли: { $unknown } (связь прервалась, второй раз не шлём)
report-more = Подробнее — /stats

## Рассылка

offer-stop-button = Больше не присылать предложения
offer-back-button = Вернуть предложения
offer-stopped = Больше предложений не будет.
offer-welcome-back = Предложения снова включены.
offer-opened = Нажмите ещё раз, чтобы открыть.
offer-wrong-kind =
    { $kind ->
        [album] Такой альбом
        [checklist] Список дел
        [game] Игру
        [giveaway] Розыгрыш
        [giveaway_winners] Итоги розыгрыша
        [invoice] Счёт
        [paid_media] Платную публикацию
        [protected] Сообщение с запретом на копирование
        [quiz] Чужую викторину
        [story] Историю
       *[other] Такое сообщение
    } разослать нельзя: Telegram не даёт копировать. Можно текст, картинку, видео, альбом, документ, голосовое, опрос или стикер.
offer-nameless = У кого не указано имя, тот получил бы пустое сообщение. Добавьте к имени слов или, после черты, замену ему: «{ $open }имя|дорогой гость{ $close }».
offer-too-long =
    { $why ->
        [line] Вместе с обязательной строкой получается длинно
        [name] С длинным именем клиента не поместится
       *[caption] Подпись слишком длинная
    }: сократите на { $excess } { $excess ->
        [one] символ
        [few] символа
       *[many] символов
    } и пришлите ещё раз.

## Дело недовольного клиента

case-score = 🔔 <b>Оценка { $score } из 10</b>
case-call = 🔔 <b>Клиент зовёт человека</b>
case-customer =
    { $customer }
    Клиент с { $since }
case-reason = <blockquote>{ $reason }</blockquote>
case-no-reason = Причину пока не назвали.
case-reason-below = Причина — в сообщениях ниже.
case-reason-whole = <i>Целиком — в /comments</i>
case-chips = О чём: { $chips }
case-words = <b>{ $name }:</b> { $words }
case-wordless = <b>{ $name }</b>

## Рассказать другу

share-prompt = Рады, что вам у нас нравится. Расскажете о нас тем, кому это пригодится?
share-button = Поделиться
share-later-button = Не сейчас
share-declined = Хорошо. Спасибо, что вы с нами!
share-reward = За друга, который придёт по вашей ссылке: { $reward }
share-link =
    Ваша личная ссылка:
    { $link }

    Отправьте её другу или покажите QR‑код: друг попадёт прямо к нам.
    Код, если ссылка не сработает: <code>{ $code }</code>
share-friends = { $joined ->
    [0] По вашей ссылке пока никто не пришёл.
   *[other] По вашей ссылке пришли: <b>{ $joined }</b>, подтверждены: <b>{ $proven }</b>
}
share-send-button = Отправить другу
share-card-button = Отправить карточкой
share-qr-button = QR файлом
share-words = Мне нравится «{ $business }». Загляните, вдруг пригодится.
share-call = Наведите камеру: вас приглашает друг
share-staff =
    Личные ссылки — для клиентов: приглашения команды не засчитываются.

    Вот ссылка на бота, она одна для всех:
    { $link }
share-words-staff = «{ $business }» теперь в Telegram. Загляните!
card-title = Позвать в «{ $business }»
card-description = Карточка с вашей личной ссылкой
card-description-staff = Карточка со ссылкой на бота
card-button = Открыть бота
card-start-button = Открыть бота

## Настройки

menu-settings = Что присылать, язык, время
menu-settings-staff = Язык и время
settings =
    <b>Настройки</b>

    Ваше время: { $time } ({ $city }).
settings-birthday-is = День рождения: { $day }.
settings-topics = Что вам присылать? Отметьте нужное.
settings-stopped = Сообщения выключены: первыми мы не пишем.
settings-before =
    <b>Настройки</b>

    Пока можно выбрать язык. Остальное — когда согласитесь продолжить. Что мы храним — в /privacy.
topic-surveys = Опросы
topic-reminders = Напоминания
topic-greetings = Поздравления
topic-offers = Предложения
topic-referrals = Рассказать друзьям
language-ru = Русский
language-en = English
settings-zone-button = Часовой пояс
settings-zone = Который у вас час? Выберите город с вашим временем.
settings-city-button = Другой город
settings-back-button = ‹ Назад
settings-cancel-button = Отмена
settings-city = Напишите ваш город.
settings-city-right = { $city }. Сейчас у вас { $time }?
settings-city-yes-button = Да
settings-city-no-button = Нет
settings-city-which = Какой из них?
settings-city-unknown = Такого города я не нашёл. Напишите, пожалуйста, иначе или назовите крупный город рядом.
settings-birthday-button = День рождения
settings-birthday = Когда у вас день рождения? Напишите день и месяц: «12 мая» или 12.05.
settings-birthday-unread = Такого дня я не нашёл. Напишите день и месяц, например «12 мая» или 12.05.
settings-no-birthday-button = Убрать день рождения
settings-withdraw-button = Отозвать согласие на данные
settings-withdrawn =
    Согласие отозвано. Вопросов, поздравлений и предложений больше не будет, ваших слов никому не покажем.

    Прежние ответы остались; стереть и их — /forget. Если передумаете, нажмите кнопку или /start.

## Команда

menu-staff = Команда
staff-title = <b>Команда</b>
staff-role = { $role ->
    [owner] Владелец
   *[admin] Администратор
}
staff-member = { $name } — { $role ->
    [owner] владелец
   *[admin] администратор
}
staff-member-named = { $name } — { $role ->
    [owner] владелец
   *[admin] администратор
}, из настроек
staff-absent = В настройках названы, но ещё не открыли бота: { $count }
staff-invite-button = { $role ->
    [owner] Пригласить владельца
   *[admin] Пригласить администратора
}
staff-log-button = Журнал
staff-back-button = ‹ К команде
staff-name = <b>{ $name }</b>
staff-card-named = Роль задана в настройках бота: здесь её не снять.
staff-since = В команде с { $day }
staff-remove-button = Убрать из команды
staff-surely =
    Убрать из команды: <b>{ $name }</b>?

    Рабочие команды закроются сразу.
staff-surely-button = Да, убрать
staff-keep-button = Оставить
staff-removed = Готово: { $name } больше не в команде.
staff-gone = { $name } уже не в команде.
staff-named = { $name }: роль задана в настройках бота, убрать можно только там.
staff-last-owner = { $name } — единственный владелец. Сначала пригласите другого.
staff-forward =
    Перешлите сообщение ниже тому, кого приглашаете.

    Кто первым откроет ссылку, тот и станет { $role ->
        [owner] владельцем
       *[admin] администратором
    }: не показывайте её другим.
staff-told-joined = { $name } теперь { $role ->
    [owner] владелец
   *[admin] администратор
}.
staff-told-removed = Вы больше не в команде компании «{ $business }». Спасибо за работу!
invitation =
    Приглашаем вас в команду компании «{ $business }»: вы будете { $role ->
        [owner] владельцем
       *[admin] администратором
    } бота.

    { $link }

    Ссылка сработает один раз, до { $until }.
invitation-member =
    Вы уже в команде: { $role ->
        [owner] вы владелец
       *[admin] вы администратор
    }. Приглашение осталось неиспользованным.
invitation-named = Вашу роль задают настройки бота, её меняют там. Приглашение осталось неиспользованным.
invitation-used = Этим приглашением уже воспользовались. Попросите у владельца новое.
invitation-expired = Это приглашение больше не действует. Попросите у владельца новое.
invitation-unknown = Такого приглашения нет: возможно, ссылка открылась не целиком. Попросите прислать её ещё раз.
staff-log-title = <b>Журнал</b>
staff-log-empty = Пока пусто.
staff-log-line = { $moment } · { $done }
staff-act = { $kind ->
    [staff_invited] { $who }: приглашение { $role ->
        [owner] владельца
       *[admin] администратора
    }
    [staff_joined] { $who } теперь { $role ->
        [owner] владелец
       *[admin] администратор
    }, кто пригласил: { $whom }
    [staff_removed] { $who }: { $whom } больше не в команде
    [case_taken] { $who }: дело клиента { $whom } взято в работу
    [case_closed] { $who }: дело клиента { $whom } закрыто
    [case_reopened] { $who }: дело клиента { $whom } открыто снова
    [law_told] { $who }: правила рекламы прочитаны
    [broadcast_confirmed] { $who }: рассылка отправлена
    [broadcast_cancelled] { $who }: рассылка отменена
    [broadcast_paused] { $who }: рассылка на паузе
    [broadcast_resumed] { $who }: рассылка продолжена
    [broadcast_released] { $who }: рассылка после первой партии пошла остальным
    [broadcast_stopped] { $who }: рассылка остановлена
    [touchpoint_made] { $who }: новая точка { $name }
    [touchpoint_renamed] { $who }: точка теперь называется { $name }
    [touchpoint_retired] { $who }: точка убрана: { $name }
    [touchpoint_returned] { $who }: точка снова работает: { $name }
    [referral_proven] { $who }: визит подтверждён, кто пришёл: { $whom }
    [wave_asked] { $who }: вопрос отправлен выбранным клиентам
    [coupon_redeemed] { $who }: купон погашен, чей: { $whom }
   *[other] { $who }: { $kind }
}

## Слова клиентов

comments-title = <b>Что говорят клиенты</b>
comments-none = Слов пока нет. Как только кто-то из клиентов объяснит свою оценку, она появится здесь.
comments-newer-button = ‹ Новее
comments-older-button = Раньше ›
comment-head = { $number }. <b>{ $score }</b> · { $day } · { $name }
comment-chips = <i>{ $chips }</i>
comment-words = «{ $words }»
comment-files = ▶︎ { $files }
comment-media = { $kind ->
    [photo] { $n ->
        [1] фото
       *[other] фото × { $n }
    }
    [voice] { $n ->
        [1] голосовое
       *[other] голосовые × { $n }
    }
    [sticker] { $n ->
        [1] стикер
       *[other] стикеры × { $n }
    }
    [audio] { $n ->
        [1] запись
       *[other] записи × { $n }
    }
    [document] { $n ->
        [1] файл
       *[other] файлы × { $n }
    }
   *[other] { $n ->
        [1] видео
       *[other] видео × { $n }
    }
}
comment-button = ▶︎ { $number }
comment-whose = { $score } · { $day } · { $name }
comment-signed =
    <i>{ $whose }</i>

    { $words }
comment-unplayable = Telegram не отдаёт это сообщение: оно могло устареть, или у вас закрыт приём голосовых.
no-name = Без имени

## Свои данные

privacy-readers = { $count ->
    [1] Данные видит владелец: { $names }.
   *[other] Данные видят владельцы: { $names }.
}
privacy-readers-unnamed = Данные видят только её владельцы.
mydata = Всё, что мы о вас храним. Откроется в любом текстовом редакторе.
forget =
    <b>Стереть ваши данные?</b>

    Исчезнут имя, слова, фото и голосовые, согласия и настройки. От оценок останутся только числа, без имени.

    Вернуть стёртое нельзя. Сначала можно всё сохранить себе: /mydata
forget-button = Стереть мои данные
forget-keep-button = Оставить
forget-sure =
    <b>Точно стереть?</b>

    Это сразу и навсегда.
forget-sure-button = Да, стереть навсегда
forget-kept = Хорошо, всё осталось как было.
forgotten =
    Готово: ваших данных у нас больше нет. Спасибо, что были с нами.

    Захотите вернуться — /start
forgotten-soon =
    Готово: ваши данные стёрты. Последние следы в служебных файлах исчезнут, как только закончится резервное копирование.

    Захотите вернуться — /start
forget-staff =
    Вы в команде компании «{ $business }», а данные команды так не стираются.

    Попросите владельца убрать вас из команды. После этого /forget сработает.
nothing-kept = Мы ничего о вас не храним. Начать сначала — /start
case-erased = <b>Данные клиента стёрты</b> по его просьбе.

## Точки

menu-qr = QR-коды и точки
points =
    <b>Точки</b>

    Место, мастер или момент, о котором вы спрашиваете отдельно. У каждой точки свой QR-код.
points-none =
    <b>Точки</b>

    Здесь можно завести точку: место, мастера или момент, о котором вы хотите спрашивать отдельно. У каждой будет свой QR-код.
points-button = ‹ Все точки
point-new-button = Новая точка
point-button = { $name } · { $n ->
    [0] нет ответов
    [one] { $n } ответ
    [few] { $n } ответа
   *[many] { $n } ответов
}{ $nps ->
    [none] { "" }
   *[other] { " " }· { $nps }
}
point-button-retired = { $name } (убрана) · { $n ->
    [0] нет ответов
    [one] { $n } ответ
    [few] { $n } ответа
   *[many] { $n } ответов
}{ $nps ->
    [none] { "" }
   *[other] { " " }· { $nps }
}
point-name = <b>{ $name }</b>
point-answers = { $n ->
    [0] Ответов пока нет
    [one] { $n } ответ
    [few] { $n } ответа
   *[many] { $n } ответов
}
point-nps = NPS { $nps }
point-retired = Точка убрана. Её ссылка просто открывает бота, а ответы остались.
point-address =
    Ссылка: { $link }
    Код, если камеры нет под рукой: <code>{ $code }</code>
point-print-button = QR для печати
point-rename-button = Переименовать
point-retire-button = Убрать
point-return-button = Вернуть
point-return-taken = Точка «{ $name }» уже есть. Сначала переименуйте одну из них.
point-ask-name = Как назвать? Например: касса, мастер Анна.
point-ask-new-name = Как теперь назвать точку «{ $name }»?
point-leave-button = Отмена
point-wrong-name = Название — одна строка, не длиннее { $most } знаков. Попробуйте ещё раз.
point-taken-name = Точка «{ $name }» уже есть. Придумайте другое название.
point-call = Наведите камеру и оцените нас в Telegram
point-preview =
    Табличка для точки «{ $name }».

    Ниже — она же файлом для печати, формат А6.
stats-by-point-button = По точкам
stats-other-point-button = Другая точка
stats-all-points-button = Все точки
stats-back-button = ‹ Назад

## Часы разговора с недовольным

red-title = 🔴 <b>{ $name } ждёт ответа уже { $hours ->
    [one] { $hours } час
    [few] { $hours } часа
   *[many] { $hours } часов
}</b>
red-score = Оценка { $score } из 10. На кону { $stake }.
red-call = Клиент зовёт человека. На кону { $stake }.
red-how = <i>Ответьте на это сообщение — ваши слова уйдут клиенту.</i>
unsolved =
    ↩️ <b>{ $name }: не решено</b>

    Мы спросили, всё ли хорошо, и клиент говорит, что нет. Разговор снова открыт. На кону { $stake }.

    <i>Ответьте на это сообщение — ваши слова уйдут клиенту.</i>
solved-question = Недавно вы оценили нас невысоко. Скажите, пожалуйста: теперь всё решено?
solved-question-call = Недавно вы звали человека. Скажите, пожалуйста: ваш вопрос решён?
solved-yes-button = Да, всё хорошо
solved-no-button = Нет, не решено
solved-yes = Спасибо, что дали нам ещё один шанс. Очень рады, что теперь всё хорошо!
solved-after-all-button = Всё же не решено
solved-no = Жаль, что не получилось. Напишите прямо сюда, что осталось не так: мы передадим. Если нажали случайно, тоже напишите.
solved-stale = Это прежний вопрос, с тех пор разговор ушёл вперёд. Если что-то не так, позовите человека: /human
solved-open = Разговор снова открыт. Если всё уже хорошо, просто напишите об этом.
question-again =
    С прошлого раза прошло время, и нам важно, что вы думаете теперь.

    { $question }
report-recovered = Вернули доверие за { $days } дней: { $recovered } из { $closed } { $closed ->
    [one] закрытого дела
    [few] закрытых дел
   *[many] закрытых дел
}

## Позвать человека

human-button = Позвать человека
human-listening =
    Слушаем вас. Напишите, что случилось: это прочтёт человек. Подойдут и голос, и фото.

    { $expectation }
human-off-button = Уже не нужно
human-called-off = Хорошо, никого не зовём. Понадобится человек — /human
human-begun = Разговор уже начался. Если всё решилось, так и напишите.
human-waiting =
    Ваши слова у нас. Можно добавить ещё: пишите прямо сюда.

    { $expectation }
human-going-on = Разговор открыт: пишите прямо сюда, и человек ответит здесь же.
human-heard =
    Спасибо, что написали.

    { $expectation }
human-expect-kept = Сейчас передать это некому. Мы всё сохраним и передадим, как только будет кому.
human-expect-resting = Сейчас мы отдыхаем: ответим { $after }.
human-expect-usual = Обычно отвечаем { $wait ->
    [hour] в течение часа
    [three-hours] в течение трёх часов
    [today] в тот же день
    [day] в течение суток
    [two-days] в течение двух суток
    [three-days] в течение трёх суток
   *[week] в течение недели
}.
human-expect-evening = { $usual } Если сегодня не успеем, ответим { $after }.
human-expect-free = Человек ответит сюда же, как только освободится.
human-after = { $part ->
    [morning] утром, после { $time }
   *[day] после { $time }
}
human-staff = { $role ->
    [owner] Это команда для клиентов: по ней они зовут вас. Разговоры с ними — в /cases
   *[admin] Это команда для клиентов: по ней они зовут владельца.
}
stopped-talk = Разговор с человеком это не прервёт: его ответ придёт сюда.

## Кто кого пригласил

code-bound = Приглашение засчитано. Спасибо, что пришли к нам!
code-unknown = Такого кода нет. Проверьте, пожалуйста, каждую букву.
code-own = Это ваш собственный код: отправьте его другу.
code-of-staff = Это код сотрудника, приглашения по нему не засчитываются.
code-taken = Вас уже пригласили: приглашение засчитывается только один раз.
code-known = Приглашение засчитывается тем, кто у нас впервые. А вам мы рады и без него!
own-link = Это ваша ссылка: отправьте её другу.
invited =
    Вас пригласили! Когда придёте, покажите этот код на кассе:

    <code>{ $code }</code>

    За визит по приглашению: { $reward }
proof-unknown = Такого кода нет. Проверьте каждую букву или отсканируйте ещё раз.
proof-of-staff = Это код сотрудника. Подтверждать нечего.
proof-not-agreed = Этот гость не дал согласия на данные. Пусть откроет бота и нажмёт «Согласен, продолжить», а вы отсканируйте код ещё раз.
proof-no-friend = <b>{ $name }</b>: без приглашения. Подтверждать нечего.
proof-own-friend = <b>{ $name }</b>: приглашение ваше. Пусть визит подтвердит кто-то другой из команды.
proof-open =
    <b>{ $name }</b>
    В боте с { $day }
    По приглашению: { $inviter }
proof-reward = За друга обещано: «{ $reward }»
proof-flagged = ⚠️ По этой ссылке за несколько минут пришло много друзей. Подтвердите, только если гость перед вами.
proof-button = Подтвердить визит
proof-done = ✓ Визит подтверждён { $moment }. Кто подтвердил: { $who }
proof-by-answer = ✓ Приглашение засчитано { $moment }: друг ответил на вопрос.
proof-saved = Визит подтверждён
proof-already = Визит уже подтверждён { $moment }. Кто подтвердил: { $who }
told-proven = По вашей ссылке к нам пришёл друг. Спасибо, что рассказали о нас!
told-proven-reward = Как обещали: { $reward }
told-burst =
    ⚠️ <b>{ $name }</b>: за несколько минут по личной ссылке { $n ->
        [one] пришёл { $n } друг
        [few] пришли { $n } друга
       *[many] пришло { $n } друзей
    }.

    Может быть, ссылку увидел большой чат, а может быть, друзья не настоящие. Засчитаем только тех, кого увидит команда: отсканируйте код друга и подтвердите визит.

## Переписка с клиентом

line-by = <b>{ $name }:</b>
line-by-colleague = ↩️ <b>{ $name } → { $customer }:</b>
line-by-business = <i>{ $business }. Вам отвечает человек, можно ответить прямо здесь.</i>
line-changed = <i>(изменено)</i>
line-kind = { $kind ->
    [photo] [фото]
    [voice] [голосовое сообщение]
    [video] [видео]
    [video_note] [видеосообщение]
    [document] [файл]
    [audio] [аудио]
    [animation] [анимация]
    [sticker] [стикер]
    [contact] [контакт]
    [location] [место на карте]
    [venue] [место на карте]
    [poll] [опрос]
    [dice] [кубик]
   *[other] [сообщение]
}
line-not-arrived = ⚠️ { $why ->
    [blocked] Не доставлено: клиент остановил бота. Сообщение сохранено и уйдёт само, если клиент вернётся.
    [erased] Не доставлено: клиент удалил свои данные, написать ему больше нельзя.
    [voice] Не доставлено: клиент не принимает голосовые и видеосообщения. Напишите словами.
    [long] Не доставлено: сообщение слишком длинное. Сократите его — измените сообщение, и оно уйдёт.
    [gone] Не доставлено: исходного сообщения или файла уже нет. Отправьте его заново ответом на карточку.
   *[other] Не доставлено: Telegram не принял это сообщение. Отправьте ещё раз или напишите иначе.
}
line-again-button = Отправить ещё раз
line-again = Отправляем ещё раз. Когда дойдёт, на вашем сообщении появится 👌
line-arrived-after-all = Теперь доставлено 👌
line-cannot-pass-on = Такое сообщение передать нельзя. Подойдут текст, голос, фото, видео, файл или место на карте.
line-has-blanks = Не отправлено, осталось заполнить: { $blanks }. Измените своё сообщение, и оно уйдёт.
line-customer-is-gone = Клиент удалил свои данные: написать ему больше нельзя.

## Работа с делом

case-scores = Оценки: { $scores }
case-scored-on = { $score } ({ $day })
case-stake = На кону: { $money }
case-stake-friends = На кону: { $money } (с друзьями, которые пришли по ссылке: { $friends })
case-touchpoint = Точка: { $name }
case-called = 🙋 Просит человека с { $moment }
case-waits = ⏳ <b>Ждёт ответа</b> с { $moment }
case-taken = 🛠 <b>В работе:</b> { $who }, с { $moment }
case-taken-unanswered = ⏳ Ответа ещё не было, ждёт с { $moment }
case-closed-by = ✅ <b>Закрыто:</b> { $who }, { $moment }
case-closed-itself = ✅ <b>Закрыто</b> { $moment }
case-closing = { $closing ->
    [wishes] Все три шага сделаны
    [raised] Клиент сам поднял оценку
    [called_off] Клиент передумал звать человека
    [joined_staff] Клиент теперь в вашей команде
   *[other] Дело завершено
}
case-close-reason = Причина: { $reason }
case-recovered = 💚 Клиент подтвердил: всё хорошо
case-ticked = ✓ { $wish } — { $who }, { $moment }
case-wish = { $wish ->
    [admitted] Признали и извинились
    [fixed] Исправили
   *[thanked] Поблагодарили за второй шанс
}
case-wish-open = ☐ { $wish }
case-wish-met = ✓ { $wish }
case-hint = <i>Чтобы ответить клиенту, ответьте на это сообщение.</i>
case-take-button = Беру
case-templates-button = Шаблоны ответа
case-talk-button = Переписка
case-close-button = Закрыть
case-close-why-button = Закрыть с причиной
case-solved-button = Вопрос решён
case-reopen-button = Открыть снова
case-back-button = ‹ К карточке
case-keep-button = Не закрывать
case-solved-reason = Вопрос решён
case-ask-reason =
    Почему закрываем? Клиент: { $name }

    Напишите обычным сообщением, до { $most } знаков: клиент его не увидит.
case-ask-reason-or-ticks =
    { case-ask-reason } Или отметьте на карточке все три шага.
case-wrong-reason = Напишите причину словами, не длиннее { $most } знаков.
case-kept = Хорошо, дело остаётся открытым.
case-now-closed = Закрыто: { $name }. Причина записана.
case-late-closed = { $who ->
    [none] Дело уже закрыто, { $moment }.
   *[other] Дело уже закрыто: { $who }, { $moment }.
}
case-late-taken = Уже в работе: { $who }, с { $moment }.
case-late-other = У этого клиента уже открыто новое дело. Оно в списке /cases.
case-not-reopened = Это дело не открыть снова.

## Переписка в деле

talk-title = <b>Переписка:</b> { $name }
talk-line = <b>{ $who }</b>, { $moment }
talk-line-edited = <b>{ $who }</b>, { $moment } (изменено)
talk-short = <b>{ $who }:</b> { $words }
talk-undelivered = ⚠ <i>не доставлено</i>
talk-waiting = ⏳ <i>ещё в пути</i>
talk-none = Здесь пока никто ничего не написал.
talk-earlier = <i>Более раннее не поместилось.</i>
talk-kind = { $kind ->
    [photo] 📷 фото
    [voice] 🎤 голосовое
    [video] 🎬 видео
    [video_note] 🎬 видео
    [animation] 🎞 гифка
    [audio] 🎵 запись
    [document] 📎 файл
    [sticker] 🙂 стикер
    [location] 📍 место на карте
    [venue] 📍 место на карте
    [contact] 👤 контакт
    [poll] 📊 опрос
    [dice] 🎲 кубик
    [text] сообщение
   *[other] 📎 вложение
}

## Шаблоны ответа

templates-title =
    <b>Шаблоны ответа</b>

    Выберите, с чего начать.
template-title = { $template ->
    [apology] Первое извинение
    [fix] Что исправим и когда
    [chance] Спасибо за второй шанс
   *[closing] Последнее слово
}
template-how =
    <b>{ $title }</b>

    <code>{ $text }</code>

    Скопируйте нажатием, замените слова в скобках своими и отправьте ответом на это сообщение.
template-how-ready =
    <b>{ $title }</b>

    <code>{ $text }</code>

    Скопируйте нажатием, поправьте под себя и отправьте ответом на это сообщение.
template-copy-button = Скопировать
template-hello = { $name ->
    [none] Здравствуйте!
   *[other] { $name }, здравствуйте!
}
template-apology = { $hello } Простите нас, пожалуйста: [что случилось], и это наша ошибка. Мы уже разбираемся и до [дата] напишем вам, что сделали.
template-fix = { $hello } Вот что мы сделаем: [что сделаем]. Всё будет готово [дата]. А за неудобства — [чем загладим].
template-chance = { $hello } Спасибо, что дали нам второй шанс. Теперь у нас [что изменилось], чтобы такое не повторилось.
template-closing = { $hello } Рады, что всё уладилось. Если снова что-то будет не так, просто напишите сюда: мы прочитаем и ответим.

## Список дел

menu-cases = Недовольные клиенты
menu-human = Позвать человека
menu-share = Рассказать другу
cases-title = <b>Открытые дела:</b> { $n }
cases-waiting = Ждут первого ответа: { $n }
cases-none = Открытых дел нет. Когда кто-то останется недоволен, карточка придёт сюда сама.
cases-closed-title = <b>Закрытые дела:</b> { $n }
cases-closed-none = Закрытых дел пока нет.
cases-legend = <i>{ $marks }</i>
cases-mark = { $mark ->
    [red] 🔴 больше суток без ответа
    [waits] ⏳ ждёт первого ответа
    [said] 💬 последнее слово за клиентом
   *[undelivered] ⚠ не доставлено
}
cases-how = Нажмите, и карточка придёт новым сообщением.
cases-button = { $marks }{ $score ->
    [none] 🙋
   *[other] { $score }
} · { $when } · { $stake } · { $name }
cases-age = { $unit ->
    [minutes] { $n } мин
    [hours] { $n ->
        [one] { $n } час
        [few] { $n } часа
       *[many] { $n } часов
    }
   *[days] { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
}
cases-newer-button = ‹ Назад
cases-older-button = Дальше ›
cases-by-age-button = Сначала давние
cases-by-stake-button = Сначала крупные суммы
cases-closed-button = Закрытые
cases-open-button = ‹ Открытые
cases-coming = Карточка — ниже

## Слова для показа

publish-question =
    Можно показать ваши слова другим, например на нашем сайте?

    <i>С именем — вот так: { $name }</i>
publish-named-button = Да, с именем
publish-nameless-button = Да, без имени
publish-no-button = Нет
publish-named =
    Спасибо! Покажем с именем: { $name }.

    Передумаете — нажмите другую кнопку или откройте /settings
publish-nameless =
    Спасибо! Покажем без имени.

    Передумаете — нажмите другую кнопку или откройте /settings
publish-no = Хорошо, никому не покажем.
settings-publishable = Ваши слова можно показывать другим.
settings-unpublish-button = Больше не показывать мои слова
settings-unpublished = Хорошо, ваши слова больше никому не показываем.
comment-at = { $name } · { $point }
comments-publishable-button = Можно показывать другим
comments-all-button = ‹ Все слова
publishable-title = <b>Можно показывать другим</b>
publishable-none =
    Показывать пока нечего.

    Кто поставил 9 или 10 и написал пару слов, того бот спросит, можно ли показать их другим. Разрешённые слова появятся здесь.
publishable-how = <i>📋 — слова целиком: нажмите на них, и они скопируются. Клиент может передумать, поэтому сверяйтесь с этим списком.</i>
publishable-button = 📋 { $number }
publishable-nameless = Клиент
publishable-signed =
    { $words }

    — { $name }
publishable-copied = <code>{ $words }</code>
publishable-gone = Эти слова показывать больше нельзя.

## Отчёт по команде и за неделю

menu-report = Что нового
report-since = <b>Новое</b> · с { $moment }
report-span = <b>{ $span ->
    [week] За неделю
   *[month] За 30 дней
}</b> · { $moment }
report-quiet = Пока ничего нового
report-span-button = { $span ->
    [day] Новое
    [week] Неделя
   *[month] Месяц
}
report-change = { $span ->
    [week] { $direction ->
        [grew] Рост: неделей раньше было { $before }
        [fell] Падение: неделей раньше было { $before }
        [same] Неделей раньше было столько же
        [unknown] Неделей раньше ответов было мало: сравнить не с чем
       *[unclear] Неделей раньше было { $before }: разница может быть случайной
    }
   *[month] { $direction ->
        [grew] Рост: месяцем раньше было { $before }
        [fell] Падение: месяцем раньше было { $before }
        [same] Месяцем раньше было столько же
        [unknown] Месяцем раньше ответов было мало: сравнить не с чем
       *[unclear] Месяцем раньше было { $before }: разница может быть случайной
    }
}
weekly-title = <b>Неделя</b> · { $days }
advice-title = <b>Что сделать</b>
advice-line = { $number }. { $words }
advice-answer = { $waiting ->
    [1] Ответьте недовольному клиенту (/cases): он ждёт
   *[other] Ответьте недовольным (/cases): без ответа { $waiting }, первый ждёт
} { $days ->
    [0] меньше суток
    [one] { $days } день
    [few] { $days } дня
   *[many] { $days } дней
}
advice-subject = Разберитесь, что не так: критики за месяц чаще всего отмечали «{ $subject }» ({ $named }), их слова — в /comments
advice-point = Разберитесь с точкой «{ $name }»: там NPS { $nps }, на остальных { $others } — /stats, «По точкам»
advice-rate = Поставьте QR-код там, где платят: за месяц ответили { $answered } из { $asked } — /qr
advice-few = Поставьте QR-код там, где платят: { $answers ->
    [0] за неделю никто не ответил
    [one] за неделю всего { $answers } ответ
    [few] за неделю всего { $answers } ответа
   *[many] за неделю всего { $answers } ответов
} — /qr
advice-publish = Покажите другим слова клиентов: за неделю { $words ->
    [one] разрешён { $words } отзыв
    [few] разрешены { $words } отзыва
   *[many] разрешены { $words } отзывов
} — /comments
advice-reward = Назначьте награду за друга: поделились только { $shared } из { $shown } (настройка REFERRAL_REWARD, попросите того, кто ставил бота)
advice-prove = Спросите код у гостей, которые пришли от друзей, и пришлите его сюда: не подтверждено визитов за месяц — { $friends }
advice-broadcast = Пришлите предложение тем, кто его ждёт: их { $people }, а рассылки не было уже месяц — /broadcast
advice-print = Проверьте, что QR-код стоит там, где платят: лист для печати — в /qr
advice-read = Прочитайте вместе с командой, что говорят клиенты: /comments
advice-compare = Посмотрите, как оценка менялась за год: /stats, «Год»

## Birthdays

birthday-greeting =
    { $name ->
        [none] 🎉 С днём рождения!
       *[other] 🎉 { $name }, с днём рождения!
    }

    Желаем вам здоровья, радости и хороших людей рядом. Спасибо, что вы с нами!

    С теплом, «{ $business }»
birthday-invitation =
    { $name ->
        [none] Скоро ваш день рождения!
       *[other] { $name }, скоро ваш день рождения!
    }

    Приходите, будем рады. Наш подарок: { $gift }

## Почему писали или нет

nudge-reason = { $reason ->
    [not_customer] больше не клиент
    [blocked] бот заблокирован
    [consent] нет согласия на данные
    [stopped] просили не писать
    [topic_off] тема отключена
    [offers_consent] нет согласия на предложения
    [open_case] открыто дело
    [too_late] время уже прошло
    [cap] было бы слишком часто
    [gap] недавно писали
    [quiet_hours] тихие часы
    [held_out] группа для сравнения
    [not_needed] уже не нужно
    [admin] рассылка на паузе
    [first_batch] сначала первая партия рассылки
    [campaign_stopped] рассылка остановлена
   *[other] прочее
}
menu-why = Что клиенту отправили и почему
explain-how =
    Что клиенту отправили, что нет и почему: <code>/why Анна</code>

    Подойдёт и ник: <code>/why @anna</code>. Или ответьте /why на карточку клиента.
explain-not-of-a-case =
    По этому сообщению клиента не узнать.

    { explain-how }
explain-nobody =
    Клиента «{ $words }» не нашлось.

    Попробуйте часть имени или ник: <code>/why @anna</code>. Или ответьте /why на карточку.
explain-which = { $marks ->
    [names] Кто именно?
   *[dates] Кто именно? Дата — с какого дня клиент.
}
explain-too-many = Таких больше { $most }, вот самые новые. Нет нужного? Напишите имя полнее: <code>/why Анна Ким</code>
explain-button = { $name } · { $mark }
explain-erased = Данные клиента стёрты по его просьбе: что и когда мы отправляли, уже не узнать.
explain-staff = <b>{ $name }</b>: это сотрудник, первыми ему ничего не шлём.
explain-title =
    <b>{ $name }</b>
    Клиент с { $since }
explain-may = Писать можно.
explain-may-later = Сейчас не пишем: { nudge-reason }. Можно с { $until }.
explain-barred = { $reason ->
    [blocked] Не пишем: бот заблокирован с { $since }.
    [stopped] Не пишем: просьба не писать с { $since }.
   *[consent] Не пишем: нет согласия на данные.
}
explain-topics-off = Отключено: { $topics }.
explain-no-offers = Предложений не шлём: нет согласия.
explain-open-case = Разговор не закончен: пока дело открыто, не шлём предложений и не просим поделиться.
explain-held-out = По жребию обходится без напоминаний, поздравлений, предложений и просьб поделиться: так видно, помогают ли они.
explain-asked = Ждём ответа на вопрос от { $since }.
explain-coming = <b>Дальше, если ничего не изменится</b>
explain-soon = скоро
explain-held = ждёт
explain-mark = { $state ->
    [planned] ⏳
    [sent] ✓
    [unknown] ❔
   *[skipped] ✗
}
explain-line = { explain-mark } { $at } — { $kind ->
    [recovery] «решено ли?»
    [reask] вопрос после разговора
    [reminder] напоминание
    [greeting] поздравление
    [survey] вопрос
    [referral] просьба поделиться
    [offer] предложение
    [coupon] напоминание о купоне
   *[invitation] приглашение ко дню рождения
}
explain-refused = не уйдёт: { nudge-reason }
explain-retried = Telegram пока не принял, попробуем ещё
explain-told-to-wait = Telegram просит подождать
explain-waits = ждёт с { $since }: { nudge-reason }
explain-recent = <b>Последнее</b>
explain-none = После знакомства первыми ещё не писали.
explain-unknown = неизвестно, дошло ли; связь прервалась, второй раз не шлём
explain-failed = не дошло, { $reason ->
    [blocked] бот заблокирован
    [source_gone] удалён образец рассылки
   *[other] Telegram не принял
}
explain-waited = ждало с { $since }: { nudge-reason }

## Помогает ли: с сообщениями и без них

holdout-title =
    <b>Помогают ли сообщения</b>
    <i>{ $percent } % клиентов, выбранных жребием, обходятся без них. За 90 дней:</i>
holdout-kind = { $kind ->
    [reminder] Напоминания
    [greeting] Поздравления
    [referral] Просьбы рассказать о нас
    [invitation] Приглашения ко дню рождения
   *[offer] Предложения
}
holdout-did = { $kind ->
    [referral] привели друга за две недели
   *[other] ответили за неделю
}
holdout-verdict = { $verdict ->
    [helps] помогают
    [hurts] мешают
   *[unclear] разницы пока не видно
}
holdout-line = { holdout-kind }: <b>{ holdout-verdict }</b>. С ними { holdout-did } { $treated } %, без них { $held } % (разница в пунктах: от { $low } до { $high })
holdout-few = Пока рано судить: { $kinds } (нужно по { $enough } клиентов с каждой стороны)

## Купоны

coupon =
    <b>{ $gives }</b>

    Ваш купон: <code>{ $code }</code>
    Действует до { $until }

    Покажите этот код сотруднику: он отсканирует его или введёт. Купон — на один раз.
coupon-used = Этот купон вы уже использовали { $moment }. Спасибо!
coupon-expired = Этот купон действовал до { $until }. Простите, использовать его уже нельзя.
coupon-over = По этому предложению купоны уже закончились: его срок вышел. Простите!
coupon-rehearsal = Здесь клиент получит свой купон. Сотрудникам купоны не выдаются.
coupon-for-staff = Этот код — для сотрудника: покажите его на кассе, и там его отсканируют.
coupon-will-expire =
    Напоминаем: ваш купон действует до { $until }

    <b>{ $gives }</b>
    Код: <code>{ $code }</code>

    Покажите его сотруднику. Будем рады вас видеть!
coupon-show-button = Показать купон
told-redeemed =
    Купон погашен { $moment }: <b>{ $gives }</b>

    Спасибо, что пришли!
redeem-unknown = Такого купона нет. Проверьте каждую букву или отсканируйте ещё раз.
redeem-void = Этот код больше не действует.
redeem-own = Это ваш собственный купон: погасить его может только кто-то другой из команды.
redeem-facts =
    🎟 <b>{ $gives }</b>
    Чей купон: { $name }
redeem-open = Действует до { $until }
redeem-expired = Срок купона вышел: он действовал до { $until }
redeem-button = Погасить купон
redeem-done = ✓ Купон погашен { $moment }. Кто погасил: { $who }
redeem-saved = Купон погашен { $moment }
redeem-already = Купон уже погашен { $moment }. Кто погасил: { $who }

## Рассылка: как идёт и что принесла

campaign-progress = Отправляем…
campaign-progress-done = Отправка закончена.
campaign-progress-sent = Отправлено: { $sent }, осталось: { $left }
campaign-will-start = Начнём { $at }
campaign-first-batch-out = Первая партия ушла: { $people }. Остальным — в { $at }, если никто не пожалуется.
campaign-paused = { $why ->
    [complaints] На паузе: после первой партии слишком многие ушли.
   *[admin] На паузе.
}
campaign-stopped = { $why ->
    [source] Рассылка остановлена: предпросмотр удалён из чата, копировать больше нечего.
   *[admin] Рассылка остановлена.
}
campaign-rate = { $unit ->
    [second] Скорость: { $n } в секунду
   *[minute] Скорость: { $n } в минуту
}
campaign-time-left = { $unit ->
    [less] Осталось меньше минуты
    [minutes] Осталось около { $n ->
        [one] { $n } минуты
        [few] { $n } минут
       *[many] { $n } минут
    }
   *[hours] Осталось около { $n ->
        [one] { $n } часа
        [few] { $n } часов
       *[many] { $n } часов
    }
}
campaign-later-night = Ещё { $people } — утром: сейчас ночь
campaign-later-others = Ещё { $people } — позже: недавно уже писали
campaign-later-batch = Ещё { $people } — после первой партии
campaign-pause-button = Пауза
campaign-go-on-button = Продолжить
campaign-go-anyway-button = Продолжить всё равно
campaign-release-button = Не ждать, отправить остальным
campaign-stop-button = Остановить
campaign-ask-stop =
    Остановить совсем? Продолжить потом будет нельзя.

    { $people ->
        [one] { $people } человек ничего не получит.
        [few] { $people } человека ничего не получат.
       *[many] { $people } человек ничего не получат.
    }
campaign-stop-sure-button = Остановить совсем
campaign-keep-button = Нет
campaign-stopped-now = Рассылка остановлена. До этого её получили: { $people }
campaign-stands = { $state ->
    [confirmed] Рассылка идёт.
    [paused] Рассылка на паузе.
    [stopped] Рассылка остановлена.
    [done] Рассылка закончена.
   *[cancelled] Рассылка отменена.
}
campaign-halted =
    <b>Рассылка остановилась сама: после первой партии слишком многие ушли.</b>

    Получили: { $got }
    Заблокировали бота: { $blocked }
    Отказались от предложений: { $opted_out }

    Остальные ждут вашего решения.
campaign-result = <b>Рассылка завершена.</b>
campaign-result-stopped = <b>Рассылка остановлена.</b>
campaign-result-source-gone = <b>Рассылка остановлена:</b> предпросмотр удалён из чата, копировать больше нечего.
campaign-result-sent = Получили: <b>{ $people }</b>
campaign-result-blocked = Не дошло, бот был заблокирован: { $people }
campaign-result-failed = Не удалось отправить: { $people }
campaign-result-unknown = Неизвестно: { $people } (ответ Telegram потерялся; второй раз не отправляем)
campaign-result-skipped = Не отправляли: { $people } ({ $why })
campaign-result-left = После неё заблокировали бота: { $blocked }, отказались от предложений: { $opted_out }
campaign-result-taps = Нажали кнопку: { $taps } ({ $percent } %)
campaign-result-no-taps = Сколько раз открыли ссылку, неизвестно: Telegram об этом не сообщает.
campaign-result-coupons = Купонов взяли: { $taken }, использовали: { $redeemed }
campaign-result-answers = Ответили на вопрос за неделю: { $treated } %, без рассылки { $held } % (разница в пунктах: от { $low } до { $high }), { $verdict ->
    [helps] рассылка помогает
    [hurts] рассылка мешает
   *[unclear] разницы пока не видно
}
campaign-result-answers-few = Сравнивать ответы с теми, кто обошёлся без рассылки, рано: нужно по { $enough } человек с каждой стороны.
campaign-result-variant = Вариант { $letter }: получили { $got }, { $did ->
    [tapped] нажали кнопку
   *[left] ушли
} { $many } ({ $percent } %)
campaign-result-ab = { $better ->
    [unclear] Какой вариант лучше, пока неясно
   *[other] Лучше вариант { $better }
} (разница в пунктах: { $points }, от { $low } до { $high })
campaign-result-ab-few = Какой вариант лучше, скажем, когда каждый получат { $enough } человек.
campaign-result-more = Что было потом, видно в /campaigns
campaigns-none = Рассылок ещё не было. Начать первую — /broadcast
campaigns-title = <b>Рассылки</b>
campaigns-button = { $mark } { $day } · { $words }
campaigns-got = { $people }
campaigns-left = { $percent } % ушли
campaigns-tapped = { $percent } % нажали
campaigns-newer-button = ← Новее
campaigns-older-button = Раньше →
campaigns-back-button = Все рассылки
campaign-again-button = Обновить
campaign-message-button = Показать сообщение
campaign-message-gone = Сообщения больше нет: предпросмотр удалён из чата.
campaign-kind = { $kind ->
    [album] альбом
    [animation] гифка
    [audio] музыка
    [contact] контакт
    [dice] кубик
    [document] файл
    [live_photo] живое фото
    [location] место на карте
    [photo] фото
    [poll] опрос
    [sticker] стикер
    [venue] место на карте
    [video] видео
    [video_note] кружок
    [voice] голосовое
   *[other] сообщение
}
campaign-card-title = <b>Рассылка { $moment }</b> · { $state ->
    [confirmed] идёт
    [paused] на паузе
    [stopped] остановлена
    [done] завершена
   *[cancelled] отменена
}
campaign-card-words = { $letter ->
    [none] «{ $words }»
   *[other] { $letter }: «{ $words }»
}
campaign-card-whom = Кому: { $whom }
campaign-card-when = Когда: { $when }
campaign-when = { $hour ->
    [none] { $start ->
        [none] сразу
       *[other] { $start }
    }
   *[other] { $start ->
        [none] в { $hour }:00 по часам каждого
       *[other] с { $start }, в { $hour }:00 по часам каждого
    }
}
campaign-card-batch = { $batch ->
    [tenth] Сначала каждому десятому, потом остальным
   *[twenty] Сначала двадцати, потом остальным
}
menu-campaigns = Рассылки: как идут и что принесли

## Мастер рассылки

broadcast-law =
    Предложения клиентам — это реклама, и на них действует закон (в России — 38-ФЗ «О рекламе»): нужны согласие клиента, пометка «Реклама» и маркировка.
broadcast-law-line = Под каждым предложением встанет строка «<i>{ $line }</i>»: её задаёт в <code>OFFER_FOOTER</code> тот, кто меня настраивает.
broadcast-law-no-line = Строку с пометкой и реквизитами, которая встаёт под каждым предложением, задаёт в <code>OFFER_FOOTER</code> тот, кто меня настраивает: пока её нет.
broadcast-law-button = Понятно, дальше
broadcast-ask =
    <b>Что отправить?</b>

    Пришлите сообщение: текст, картинку, видео, альбом… Оформление сохранится.
    <i>Вместо <code>{ $open }имя|дорогой гость{ $close }</code> каждый увидит своё имя, а если имени нет — «дорогой гость».</i>
broadcast-ask-second =
    <b>С чем сравнить?</b>

    Пришлите второе сообщение. Одна половина клиентов получит первое, другая — второе, кому какое — решит жребий. В итогах будет видно, какое лучше.
broadcast-replaces = Сейчас здесь { $what }. Новое сообщение заменит его.
broadcast-keep-button = Дальше
broadcast-no-second-button = Без второго
broadcast-none = нет
broadcast-album = { $pictures ->
    [1] альбом из одного сообщения
   *[other] альбом из { $pictures } файлов
}
broadcast-kind = { $kind ->
    [text] текст
    [animation] анимация
    [audio] аудио
    [document] файл
    [photo] картинка
    [live_photo] живое фото
    [sticker] стикер
    [video] видео
    [video_note] видеосообщение
    [voice] голосовое
    [contact] контакт
    [dice] бросок
    [poll] опрос
    [venue] место
    [location] точка на карте
   *[other] сообщение
}
broadcast-content = { broadcast-kind } «{ $words }»
broadcast-title =
    <b>Рассылка</b>

    Всё можно поменять кнопками. Другое сообщение заменит нынешнее.
broadcast-line-content = Что: { $what }
broadcast-line-button = Кнопка: { $what }
broadcast-line-when = Когда: { $what }
broadcast-line-batch = Первая партия: { $size ->
    [tenth] 10 %
    [twenty] 20 человек
   *[all] нет
}
broadcast-line-second = Второй вариант: { $what }
broadcast-button-button = Кнопка
broadcast-when-button = Когда
broadcast-batch-button = Первая партия
broadcast-second-button = Второй вариант
broadcast-look-button = Посмотреть и отправить
broadcast-back-button = ‹ Назад
broadcast-cancel-button = Отменить
broadcast-coupon = «{ $label }» → купон «{ $gives }», { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[many] { $days } дней
}
broadcast-link = «{ $label }» → { $url }{ $counts ->
    [yes] , нажатия считаем
   *[no] {""}
}
broadcast-at-once = сразу
broadcast-at = { $moment }
broadcast-at-hour = у каждого в { $hour }:00 по его времени
broadcast-ask-button =
    <b>Кнопка под сообщением</b>

    Сейчас: { $what }
broadcast-link-button = Ссылка
broadcast-coupon-button = Купон
broadcast-no-button-button = Без кнопки
broadcast-ask-link =
    <b>Куда ведёт кнопка?</b>

    Пришлите адрес, например <code>https://example.com/sale</code>
broadcast-wrong-link = На адрес это не похоже. Он начинается с https:// и ведёт на сайт или в Telegram.
broadcast-ask-coupon =
    <b>Что даёт купон?</b>

    Напишите коротко, например: «Скидка 20 % на стрижку». У каждого клиента будет свой код, и сработает он один раз.
broadcast-wrong-words = Нужны слова, не больше { $limit } знаков.
broadcast-ask-days =
    <b>Сколько дней действует купон?</b>

    Считаем с того дня, когда клиент его возьмёт. Выберите или напишите число от 1 до 365.
broadcast-days = { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[many] { $days } дней
}
broadcast-wrong-days = Нужно число дней, от 1 до 365.
broadcast-ask-label =
    <b>Что написать на кнопке?</b>

    Выберите или напишите сами, до 30 знаков.
broadcast-link-name = { $name ->
    [book] Записаться
    [more] Подробнее
    [choose] Выбрать
   *[coupon] Получить купон
}
broadcast-ask-taps =
    <b>Считать нажатия?</b>

    О нажатии на ссылку Telegram не сообщает. Чтобы их сосчитать, ссылку придётся открывать вторым нажатием.
broadcast-open-button = Не считать: откроется сразу
broadcast-count-button = Считать: откроется со второго
broadcast-ask-when =
    <b>Когда отправить?</b>

    Выбрано: { $what }.
    Выберите или напишите: «25.11 14:30», «завтра 11:00». На часах компании сейчас { $clock }.
broadcast-now-button = Сразу
broadcast-quick = { $word ->
    [today] Сегодня в { $clock }
   *[tomorrow] Завтра в { $clock }
}
broadcast-hour-button = Каждому в его час
broadcast-ask-hour =
    <b>В котором часу?</b>

    Каждый получит предложение в этот час по своему времени.
broadcast-wrong-moment = Время не разобрать. Напишите, например: «25.11 14:30» или «завтра 11:00».
broadcast-what-clock = { $day } — а во сколько? Напишите и время, например: «{ $said } 11:00».
broadcast-too-late = Это время уже прошло. Выберите другое.
broadcast-too-far = Это дальше, чем через год. Выберите время поближе.
broadcast-ask-batch =
    <b>Первая партия</b>

    Сначала предложение получит часть клиентов, и рассылка подождёт 2 часа. Если больше 1 % заблокируют бота или 2 % откажутся от предложений, она остановится сама.
broadcast-batch-size = { $size ->
    [tenth] Сначала 10 %
    [twenty] Сначала 20 человек
   *[all] Всем вместе
}
broadcast-not-shown = Telegram такое сообщение не принимает. Пришлите, пожалуйста, другое.
broadcast-button-not-shown = Telegram не принимает такую кнопку. Проверьте, пожалуйста, её адрес.
broadcast-above = { $variants ->
    [1] Выше — то, что увидят клиенты.
   *[other] Выше — оба варианта: клиент увидит один из них.
}
broadcast-now = { $when ->
    [now] Получат сейчас: <b>{ $people }</b>
    [at] Получат вовремя: <b>{ $people }</b>
   *[hour] Получат в свой час: <b>{ $people }</b>
}
broadcast-later = Позже: <b>{ $people }</b> ({ $why })
broadcast-never = Не получат: <b>{ $people }</b> ({ $why })
broadcast-nobody = Отправлять пока некому.
broadcast-send-button = Отправить { $people }
broadcast-changed = Сообщение тем временем поменялось. Посмотрите ещё раз.
broadcast-preparing = Готовим рассылку…
broadcast-preview-tap = Это предпросмотр. У клиента эта кнопка сработает.
broadcast-cancelled = Рассылка отменена. Никто ничего не получил.
wizard-left = Хорошо, прервались. Ничего не сделано.
broadcast-stale = { $state ->
    [confirmed] Эта рассылка уже идёт.
    [paused] Эта рассылка уже идёт.
    [done] Эта рассылка уже закончена.
    [stopped] Эта рассылка остановлена.
   *[cancelled] Этот черновик отменён. Начать новый — /broadcast
}

## Аудитории

audience-pick =
    <b>{ $words }</b>

    { $all ->
        [one] Подходит { $all } человек
        [few] Подходят { $all } человека
       *[many] Подходит { $all } человек
    }, на предложения согласны: { $welcome }.

    Нажмите на условие, чтобы выбрать (✓), ещё раз — чтобы исключить (✗), ещё раз — чтобы убрать.
audience-button = Кому
audience-line = Кому: { $words }
audience-head = { $group ->
    [promoter] Промоутеры
    [passive] Нейтралы
    [detractor] Критики, чьё дело закрыто
    [some] Клиенты
   *[all] Все клиенты
}
audience-who = { $head }, которые { $who }
audience-except = { $words }, кроме { $whom }
audience-yes = { $fact ->
    [silent] не ответили на последний вопрос
    [never_asked] ещё не получали вопрос
    [referred] пришли по ссылке друга
    [shared] поделились ссылкой
    [touchpoint] пришли через точку «{ $value }»
    [language] говорят { audience-tongue }
    [answered_before] последний раз ответили больше { $value } дней назад
   *[birth_month] родились { audience-month }
}
audience-not = { $fact ->
    [promoter] промоутеров
    [passive] нейтралов
    [detractor] критиков
    [silent] тех, кто не ответил на последний вопрос
    [never_asked] тех, кто ещё не получал вопрос
    [referred] тех, кто пришёл по ссылке друга
    [shared] тех, кто поделился ссылкой
    [touchpoint] тех, кто пришёл через точку «{ $value }»
    [language] тех, кто говорит { audience-tongue }
    [answered_before] тех, кто последний раз ответил больше { $value } дней назад
   *[birth_month] тех, кто родился { audience-month }
}
audience-tongue = { $value ->
    [en] по-английски
   *[ru] по-русски
}
audience-month = { $value ->
    [1] в январе
    [2] в феврале
    [3] в марте
    [4] в апреле
    [5] в мае
    [6] в июне
    [7] в июле
    [8] в августе
    [9] в сентябре
    [10] в октябре
    [11] в ноябре
   *[12] в декабре
}
audience-fact = { $fact ->
    [promoter] Промоутеры
    [passive] Нейтралы
    [detractor] Критики
    [silent] Не ответили
    [never_asked] Не спрашивали
    [referred] От друга
    [shared] Поделились
    [touchpoint] Точка…
    [language] Язык…
    [answered_before] Давно ответили…
   *[birth_month] День рождения…
}
audience-mark = { $said ->
    [yes] ✓ { $what }
    [not] ✗ { $what }
   *[nothing] { $what }
}
audience-days = Больше { $days } дней назад
audience-no-points = Точек пока нет. Завести — /qr
audience-full = Больше { $limit } условий не поместится. Сначала уберите какое-нибудь.
audience-clear-button = Все клиенты
audience-keep-button = Сохранить
audience-kept-button = Сохранённые
audience-next-button = Дальше
audience-ask-name =
    <b>Как назвать?</b>

    { $words }.
    Пришлите название: одна строка, до { $limit } знаков. Прежняя аудитория с таким названием заменится.
audience-wrong-name = Нужна одна строка, не длиннее { $limit } знаков.
audience-was-kept = Сохранено: «{ $name }».
audience-kept = <b>Сохранённые аудитории</b>
audience-kept-none = Здесь пока пусто.
audience-forget-button = Удалить «{ $name }»

## Опрос по аудитории

menu-ask = Задать вопрос выбранным клиентам
ask-numbers = <b>{ $words }</b>
ask-will = Спросим: <b>{ $people }</b>
ask-skipped = Пропустим: <b>{ $people }</b> ({ $why })
ask-why = { $why ->
    [blocked] бот заблокирован
    [consent] нет согласия на данные
    [stopped] просили не писать
    [topic_off] вопросы отключены
    [open_case] открыто дело
    [open_survey] вопрос уже задан
    [recent] спрашивали или ответили меньше { $days } дней назад
   *[waiting] очередь и так подошла
}
ask-pace = Вопросы уходят днём, не больше { $a_day } в день вместе с обычными.
ask-nobody = Спрашивать сейчас некого.
ask-button = Спросить { $people }
ask-cancel-button = Отменить
ask-back-button = ‹ Назад
ask-cancelled = Никого не спрашиваем.
ask-done-nobody = Спрашивать оказалось некого.
ask-done = { $people ->
    [one] Спросим { $people } человека
    [few] Спросим { $people } человек
   *[many] Спросим { $people } человек
}: { $span ->
    [day] { $first }.
    [days] первых — { $first }, последних — { $last }.
   *[about] первых — { $first }, последних — примерно { $last }.
}
ask-today = сегодня

## Чего не разобрать

offer-unseen = В этом сообщении нечего увидеть: в нём только невидимые знаки. Пришлите другое.
wizard-lost = На чём мы остановились, я уже не помню. Начните, пожалуйста, заново: всё, что я умею, — в /help
broadcast-album-replaced = Новый альбом заменил прежний.
audience-unknown = В аудитории было условие, которого я больше не знаю: его здесь нет. Проверьте, кому уйдёт рассылка.
