#include "workload/words.hpp"

namespace qd::workload {

namespace {

using Words = std::string_view;

constexpr Words kEnExpenses[] = {"Expenses", "Operating Expenses", "Recurring costs", "Costs", "Outgoings"};
constexpr Words kEnRevenue[] = {"Revenue", "Income", "Revenue received"};
constexpr Words kEnActions[] = {"Actions", "Next Steps",     "Action Items", "Open Items",
                                "To do",   "Remaining Work", "Tasks"};
constexpr Words kEnFunnel[] = {"User Funnel", "Funnel", "Conversion Funnel", "Full Funnel"};
constexpr Words kEnChannels[] = {"Channels", "Sales Channels", "Target Channels"};
constexpr Words kEnAssets[] = {"Assets", "Key Assets"};

constexpr Words kDeExpenses[] = {"Kosten", "Laufende Kosten", "Ausgaben"};
constexpr Words kDeRevenue[] = {"Umsatz", "Einnahmen"};
constexpr Words kDeActions[] = {"Offene Punkte", "Nächste Schritte"};
constexpr Words kDeChannels[] = {"Kanäle", "Vertriebskanäle"};
constexpr Words kFrExpenses[] = {"Dépenses", "Charges"};
constexpr Words kFrRevenue[] = {"Revenus", "Recettes"};
constexpr Words kFrActions[] = {"Prochaines étapes", "À faire"};
constexpr Words kFrChannels[] = {"Canaux"};
constexpr Words kEsExpenses[] = {"Gastos", "Costos"};
constexpr Words kEsRevenue[] = {"Ingresos"};
constexpr Words kEsActions[] = {"Próximos pasos", "Pendientes inmediatos"};
constexpr Words kEsChannels[] = {"Canales"};
constexpr Words kItExpenses[] = {"Costi", "Spese"};
constexpr Words kItRevenue[] = {"Ricavi", "Entrate"};
constexpr Words kItActions[] = {"Prossimi passi"};
constexpr Words kItChannels[] = {"Canali"};
constexpr Words kNlExpenses[] = {"Kosten", "Uitgaven"};
constexpr Words kNlRevenue[] = {"Omzet", "Inkomsten"};
constexpr Words kNlActions[] = {"Volgende stappen"};
constexpr Words kDaExpenses[] = {"Udgifter", "Omkostninger"};
constexpr Words kDaRevenue[] = {"Indtægter", "Omsætning"};
constexpr Words kDaActions[] = {"Næste skridt"};
constexpr Words kPlExpenses[] = {"Koszty", "Wydatki"};
constexpr Words kPlRevenue[] = {"Przychody"};
constexpr Words kPlActions[] = {"Następne kroki"};
constexpr Words kRuExpenses[] = {"Операционные расходы", "Расходы"};
constexpr Words kRuRevenue[] = {"Выручка", "Доходы"};
constexpr Words kRuActions[] = {"Следующие шаги"};
constexpr Words kRuFunnel[] = {"Воронка"};
constexpr Words kRuChannels[] = {"Каналы"};
constexpr Words kUkExpenses[] = {"Витрати"};
constexpr Words kUkRevenue[] = {"Доходи"};
constexpr Words kUkActions[] = {"Наступні кроки"};
constexpr Words kJaExpenses[] = {"コスト構造", "固定費"};
constexpr Words kJaRevenue[] = {"売上", "収益"};
constexpr Words kJaActions[] = {"次のステップ"};
constexpr Words kZhExpenses[] = {"成本", "支出"};
constexpr Words kZhRevenue[] = {"收入"};
constexpr Words kZhActions[] = {"待完成", "当前已知待办"};
constexpr Words kZhChannels[] = {"渠道"};
constexpr Words kKoExpenses[] = {"비용"};
constexpr Words kKoRevenue[] = {"매출"};
constexpr Words kKoActions[] = {"다음 할 일", "남은 항목"};

constexpr Language kLanguages[] = {
    {"en", kEnExpenses, kEnRevenue, kEnActions, kEnFunnel, kEnChannels, kEnAssets, "/mo", "/yr"},
    {"de", kDeExpenses, kDeRevenue, kDeActions, kEnFunnel, kDeChannels, kEnAssets, " pro Monat", " pro Jahr"},
    {"fr", kFrExpenses, kFrRevenue, kFrActions, kEnFunnel, kFrChannels, kEnAssets, " par mois", " par an"},
    {"es", kEsExpenses, kEsRevenue, kEsActions, kEnFunnel, kEsChannels, kEnAssets, " al mes", " al año"},
    {"it", kItExpenses, kItRevenue, kItActions, kEnFunnel, kItChannels, kEnAssets, " al mese", " all'anno"},
    {"nl", kNlExpenses, kNlRevenue, kNlActions, kEnFunnel, kEnChannels, kEnAssets, " per maand", " per jaar"},
    {"da", kDaExpenses, kDaRevenue, kDaActions, kEnFunnel, kEnChannels, kEnAssets, " pr. måned", " pr. år"},
    {"pl", kPlExpenses, kPlRevenue, kPlActions, kEnFunnel, kEnChannels, kEnAssets, " miesięcznie", " rocznie"},
    {"ru", kRuExpenses, kRuRevenue, kRuActions, kRuFunnel, kRuChannels, kEnAssets, " в месяц", " в год"},
    {"uk", kUkExpenses, kUkRevenue, kUkActions, kEnFunnel, kEnChannels, kEnAssets, " на місяць", " на рік"},
    {"ja", kJaExpenses, kJaRevenue, kJaActions, kEnFunnel, kEnChannels, kEnAssets, "/月", "/年"},
    {"zh", kZhExpenses, kZhRevenue, kZhActions, kEnFunnel, kZhChannels, kEnAssets, "/月", "/年"},
    {"ko", kKoExpenses, kKoRevenue, kKoActions, kEnFunnel, kEnChannels, kEnAssets, "/월", "/년"},
};

constexpr Words kExpenseLabelList[] = {
    "Slip rental", "Insurance",       "Fuel",      "Cloud hosting",  "Phone",   "Accounting",      "Legal retainer",
    "Repairs",     "Cleaning",        "Storage",   "Training",       "Travel",  "Office supplies", "Waste disposal",
    "Bank fees",   "Equipment lease", "Permits",   "Internet",       "Postage", "Uniforms",        "Web design",
    "Bookkeeping", "Electricity",     "Water",     "Office rent",    "Payroll", "Truck lease",     "Software licences",
    "Backups",     "Domain names",    "Gardening", "Security patrol"};
constexpr Words kRevenueLabelList[] = {"Charters",   "Ticket sales",  "Hauling jobs",       "Rent from tenants",
                                       "Retainers",  "Workshops",     "Merchandise",        "Site hosting",
                                       "Deliveries", "Support plans", "Repairs for others", "Photo sessions"};
constexpr Words kTaskList[] = {"Publish the listing",    "Renew the permit",        "Call the three oldest leads",
                               "Replace the pump",       "Write the contract",      "Send the invoices",
                               "Fix the booking form",   "Photograph the deck",     "Compare insurers",
                               "Clean the contact list", "Train a second captain",  "Move the domain",
                               "Test the backup",        "Answer open reviews",     "Order spare parts",
                               "Update the safety card", "Close the old account",   "Count the inventory",
                               "Ask for a second quote", "Plan the autumn mailing", "Check the fire extinguishers",
                               "Sort the receipts",      "Label the fuse box",      "Book the dry dock"};
constexpr Words kStageList[] = {"Visits", "Signups", "Inquiries", "Quotes", "Bookings", "Repeat bookings"};
constexpr Words kChannelList[] = {"Sailo",      "GetMyBoat",    "Viator",  "GetYourGuide", "Own web site",
                                  "Newsletter", "Maps listing", "Brokers", "Trade fairs",  "Partner hotels"};
constexpr Words kOwnerList[] = {"ceo", "cto", "cfo", "cmo", "captain", "office", "Ines", "Marlow"};
constexpr Words kMilestoneList[] = {"First hundred bookings",       "Second boat insured",     "New site online",
                                    "Books closed for the quarter", "Partner contract signed", "Season opening"};
constexpr Words kRiskList[] = {"One person knows the whole system", "The permit may come late",
                               "Two clients make most of the revenue", "The engine is past its service date",
                               "Bad weather empties the calendar"};
constexpr Words kNoteList[] = {"paid by card",         "renews in spring",       "see the contract",
                               "shared with the yard", "price fixed for a year", "agreed by phone"};
constexpr Words kTopicList[] = {"operations",  "finance", "sales", "website",
                                "maintenance", "launch",  "fleet", "events"};
constexpr Words kFirstNameList[] = {"Amber",  "Cobalt", "Cedar",   "Granite", "Indigo", "Juniper",
                                    "Marble", "Ochre",  "Saffron", "Willow",  "Copper", "Slate"};
constexpr Words kSecondNameList[] = {"Anchor", "Beacon",  "Compass", "Dory", "Ensign",
                                     "Fathom", "Gangway", "Halyard", "Keel", "Lantern"};
constexpr Words kTradeList[] = {"Charters",   "Hauling", "Rentals", "Studios",
                                "Deliveries", "Gardens", "Events",  "Repairs"};

}  // namespace

std::span<const Language> languages() { return kLanguages; }

const std::span<const std::string_view> kExpenseLabels = kExpenseLabelList;
const std::span<const std::string_view> kRevenueLabels = kRevenueLabelList;
const std::span<const std::string_view> kTasks = kTaskList;
const std::span<const std::string_view> kStages = kStageList;
const std::span<const std::string_view> kChannels = kChannelList;
const std::span<const std::string_view> kOwners = kOwnerList;
const std::span<const std::string_view> kMilestones = kMilestoneList;
const std::span<const std::string_view> kRisks = kRiskList;
const std::span<const std::string_view> kNotes = kNoteList;
const std::span<const std::string_view> kTopics = kTopicList;
const std::span<const std::string_view> kFirstNames = kFirstNameList;
const std::span<const std::string_view> kSecondNames = kSecondNameList;
const std::span<const std::string_view> kTrades = kTradeList;

}  // namespace qd::workload
