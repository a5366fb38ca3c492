// What the page's boards say of why they have started, on the SDKs' functions as far as they matter for that.
#include <setjmp.h>

#include "page.c"
#include "so.h"

enum { POWER_ON = 0, RESTART = 1, CRASH = 2 };

static esp_reset_reason_t reason;
static jmp_buf restarts;

esp_reset_reason_t esp_reset_reason(void) { return reason; }
void esp_restart(void) { longjmp(restarts, 1); }

static void esp_says(esp_reset_reason_t now, uint8_t cause) {
    reason = now;
    TRUE(esp_board(NULL).boot_cause == cause);
}

static void why_an_esp_has_started(void) {
    esp_says(ESP_RST_POWERON, POWER_ON);
    esp_says(ESP_RST_UNKNOWN, POWER_ON);
    esp_says(ESP_RST_EXT, POWER_ON);
    esp_says(ESP_RST_USB, POWER_ON); // whoever flashes it
    esp_says(ESP_RST_PANIC, CRASH);
    esp_says(ESP_RST_TASK_WDT, CRASH);
    esp_says(ESP_RST_BROWNOUT, CRASH);
    esp_says(ESP_RST_SW, CRASH); // `camera_panicked`, or anybody else
    if (setjmp(restarts) == 0) esp_reboot(NULL);
    esp_says(ESP_RST_SW, RESTART);
    esp_says(ESP_RST_SW, CRASH); // once was wanted once
}

static watchdog_hw_t watchdog;
watchdog_hw_t *const watchdog_hw = &watchdog;

bool watchdog_caused_reboot(void) { return watchdog.reason != 0; }
void watchdog_reboot(uint32_t pc, uint32_t sp, uint32_t delay_ms) {
    TRUE(pc == 0 && sp == 0 && delay_ms < 100);
    watchdog.reason = 2;
}

static void why_a_pico_has_started(void) {
    TRUE(pico_board().boot_cause == POWER_ON);
    watchdog.reason = 1; // it was not fed
    TRUE(pico_board().boot_cause == CRASH);
    pico_reboot(NULL);
    TRUE(pico_board().boot_cause == RESTART);
    TRUE(pico_board().boot_cause == CRASH);
}

int main(void) {
    why_an_esp_has_started();
    why_a_pico_has_started();
    puts("the page: its boards say why they have started");
    return 0;
}
